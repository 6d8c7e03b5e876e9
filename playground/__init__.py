"""A strict local stand-in for a Slack workspace: to try a bot out, for tests, for pictures. It knows no bot.

world         a TOML file -> the people and channels there are; worlds/ holds them
installation  the app as its manifest installed it: tokens, granted scopes, commands, home tab
clock         playground time, which stands still until moved; workspace: all that is so at that time, under one lock
              (conversations, surfaces, tickets, journal and blocks are its rooms)
checks        what Slack refuses in blocks, messages and views; faults: trouble asked for by a script
web_api       POST /api/<method>; sockets, payloads, response_urls: what Slack sends, and where it is answered
deeds         what a person can do; control, page: the same two doors to it, for scripts and for eyes
server        all of it on one loopback port; connections: cutting one without an answer
"""
