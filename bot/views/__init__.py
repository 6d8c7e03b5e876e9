"""Slack out: values of the council -> blocks, and submitted forms back to values. Pure; a form is built and read in one
file. What people typed goes only into rich text elements or plain text, never into mrkdwn, so it can neither ping nor
link; a message's top-level `text` is mrkdwn to Slack and is escaped."""
