"""What Slack documents of everything it sends to an app and answers it: keys, types, and the page each comes from.

vocabulary    the words the tables are written in; every table is JSON Schema in the end
objects       what many of them carry: texts, messages, views, people, conversations, files
interactions  commands, buttons, forms, shortcuts, menus; events: the Events API; frames: what stands around them on a
              socket; answers: the Web API
documentation docs/playground-payloads.md, from the tables

The builders know nothing of these tables; the tests hold what really went over the wire against them.
"""
