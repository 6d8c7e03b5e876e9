"""The CX Council bot: report -> agenda -> action -> nudge -> next report, with the department as the accountable unit.

Find the feature by file (setups, roster, meetings, reports, agendas, actions, …), the responsibility by folder:

    council/    the rules: frozen values and pure functions, `now` and `today` passed in
    usecases/   the deeds: one function = one deed = one transaction; two doors lead here, Slack and the clock
    handlers/   Slack in: ack, read, hand over, answer          views/     Slack out: values -> blocks, forms -> values
    store/      what is kept: tables, queries, outbox           delivery/  outbox -> Slack: claim, render, send; Homes
    dates/      words -> dates; public_holidays: regions -> holidays
    survey      Slack asked who there is and where we are
    scheduler   the timetable    app   the wiring    web, replays, hosting   HTTP: the door before Bolt, gunicorn
    __main__    the commands    roles   what each does    endings   how it stops    health   how it is, for hosts
    processes   the parts of a running bot, and the only place that opens databases

The road: Bolt -> handlers.reports -> usecases.reports.submit (council decides, store keeps, the outbox is written in
the same transaction) -> delivery claims the row, renders what is true then with views, sends, marks. The clock takes
the same road: scheduler.py -> usecases.clockwork.sweep.
"""

__version__ = "0.1.0"
