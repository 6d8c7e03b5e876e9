"""Outbox -> Slack: claim a row, render what is true now, send, mark. One bad message does not stop the post."""
