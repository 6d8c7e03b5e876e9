"""The fault suite: is every message that is owed sent once, whatever breaks while it is under way?

    python -m tests.faults                        all of it, as `make test-faults` runs it
    python -m tests.faults --seed 17 --database sqlite --with-history --trace    one episode again, step by step

One *episode* is one morning of one council: the bot's worker processes are real, and are killed. Everything that
happens in it follows from its seed, because only one process at a time may go from one seam of its work to the next:

    instants    the clock that the processes share
    workers     a worker process, and the seams where it waits for leave to go on
    nursery     the process that workers are forked from
    director    who goes next, who is killed where, which call goes wrong, when the database is away
    databases   a new database for each episode, and how it is taken away for a while
    mornings    what people do that morning, and what must be said for it, worked out here and not by the bot
    tally       what Slack was shown, against what was owed
    episodes    one episode from its seed to its tally      lanes    many of them, side by side

Besides whom a seed kills by chance, each morning kills somebody at one of `workers.SEAMS`. They take turns from seed to
seed, at first the first time that one is come to, a round of them later the second time, then the third: so every seam
is met, whatever chance does.

Workers `deliver`, one message after the other, and do not `work`, several at once: which of several threads comes first
is for the machine to decide, and no seed would lead to the same morning again. Either way messages are taken by the
same claim and carried by the same carrier; several at once are tried by tests/delivery/test_working.py, and in real
processes side by side by tests/delivery/test_several_processes.py.
"""
