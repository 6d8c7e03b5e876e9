"""What a person can do, and what Slack's own client does about it before and after the app is asked.

commands, shortcuts, presses, forms (type, submit, close), homes, posts: the deeds; each returns an Outcome
context       what a deed happens in, who does it and where; outcome: how it ended, and the answer a script reads
delivery      payloads on their way, double clicks and forgeries too; acks: what the app's acknowledgement does
elements, values, mentions: what can be touched, what can be put there, what becomes of typed names
"""
