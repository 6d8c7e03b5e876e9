"""A strict local stand-in for a Slack workspace: to try a bot out, for tests, for pictures. It knows no bot.

world         a TOML file -> the people and channels there are; worlds/ holds them
installation  the app as its manifest installed it: tokens, granted scopes, commands, home tab
clock         playground time, which stands still until moved; workspace: all that is so at that time, under one lock
              (channels, conversations, messages, files, pins, surfaces, tickets, journal, blocks: its rooms;
              snapshot draws it)
changes       what happens to channels; events, happenings, telling: what the app is told of by itself, in order
checks        what Slack refuses in blocks, messages and views; faults: trouble asked for by a script;
              databases: trouble of the program's own
web_api       /api/<method>; sockets, payloads, replies, response_urls: what Slack sends, and where it is answered
documented    what Slack documents of all that is sent and answered: the tests hold the real thing against it
deeds         what a person can do; control (schemas, script), page: the same deeds for scripts and for eyes
server        all of it on one loopback port; connections: cutting one; machine: the program to keep step with
"""
