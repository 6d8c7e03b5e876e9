"""Slack in: read what somebody did, hand it to a deed, answer that person. Listeners never post; deeds owe messages.

doors      who is let in, and what they brought      work      the threads that deeds run on
modals     opening and submitting forms              answers   what only one person sees
refusals   every named refusal in words              errors    everything else that can go wrong
typed      the words after a command                 rooms     what every handler is given
happenings what Slack tells of by itself
councils   /cx-council, and which noun each of its words is about
setups, charters                                     how a council begins, and what it is for
roster, closings, absences                           who is in the council, in a few files
reports, agendas, sessions, actions, homes           one file per noun: its command, its form, its buttons
heads_ups, other_business                            what departments tell each other, and people the council
"""
