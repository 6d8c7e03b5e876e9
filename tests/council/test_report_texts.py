"""A report in pieces: everything that was written, in the order of reading, no piece too long for a message."""

from dataclasses import replace

import pytest

from bot.council import report_answers, report_texts
from bot.council.report_answers import ActionUpdate, Alignment, Answers, AreaAnswer, Attending, Progress, Research
from bot.council.report_texts import Kind, Piece, pieces
from bot.council.reports import State
from tests.builders import a_department, a_report, an_action, an_answer

DEPARTMENTS = {2: a_department(), 3: a_department(id=3, name="Marketing")}
FULL = Answers(
    areas=(
        AreaAnswer("bill", "First bill", "One page now.", "Plain words.", Alignment.DRIFTING, (2, 3)),
        AreaAnswer("day", "Activation day", "", "", Alignment.NOT_OURS),
    ),
    attending=Attending.NOBODY,
    customer_quote="I took a day off.",
    change="Slots get shorter.",
    affected=(2,),
    best_practice="Ring them.",
    research=Research("Exit survey", "January 2027", 1412, "we hide the price"),
    other_business="Cake.",
    handover="Old orders.",
    updates=(ActionUpdate(1, Progress.DONE, "Script v14."), ActionUpdate(9, Progress.GOING_ON)),
    council_only=True,
)


def sent(answers: Answers, state: State = State.SUBMITTED, **facts: str) -> tuple[Piece, ...]:
    return pieces(a_report(state=state, answers=answers, **facts), DEPARTMENTS, {1: an_action()})


def test_a_report_reads_from_its_focus_areas_to_who_comes() -> None:
    assert [(piece.kind, piece.heading, piece.text) for piece in sent(FULL)] == [
        (Kind.DID, "First bill", "One page now."),
        (Kind.NEXT, "First bill: what comes next", "Plain words."),
        (Kind.ALIGNMENT, "", "First bill: drifting from Sales and Marketing."),
        (Kind.ALIGNMENT, "", "Activation day: not ours."),
        (Kind.CHANGE, "We're changing something", "Slots get shorter."),
        (Kind.AFFECTED, "", "Sales will feel it."),
        (Kind.HANDOVER, "What we handed over, and what surprised us", "Old orders."),
        (Kind.QUOTE, "A customer said", "I took a day off."),
        (Kind.UPDATE, "A-1 Remove the next-day promise from the script", "Done: Script v14."),
        (Kind.UPDATE, "An action", "Going on."),
        (Kind.BEST_PRACTICE, "Something others could copy", "Ring them."),
        (
            Kind.RESEARCH,
            "New customer research",
            "Customers believe that we hide the price\nExit survey, January 2027, n 1,412",
        ),
        (Kind.OTHER_BUSINESS, "Any other business", "Cake."),
        (Kind.ATTENDING, "", "Nobody comes."),
    ]


def test_a_council_without_focus_areas_has_no_name_for_its_one_area() -> None:
    said = sent(Answers((AreaAnswer("", did="Did it.", next="More.", alignment=Alignment.ALIGNED),)))
    assert [(p.heading, p.text) for p in said] == [
        ("", "Did it."),
        ("What comes next", "More."),
        ("", "Aligned with the others."),
    ]


@pytest.mark.parametrize("state", [State.NOT_STARTED, State.DRAFT, State.EXCUSED])
def test_what_is_not_sent_says_nothing(state: State) -> None:
    assert sent(FULL, state) == ()


def test_nothing_to_report_says_why_and_none_of_an_earlier_report() -> None:
    assert [piece.text for piece in sent(FULL, State.NIL, nil_reason="Migration month.")] == ["Migration month."]
    assert sent(FULL, State.NIL) == ()


def test_no_piece_is_longer_than_a_message_has_room_for_however_many_departments_are_named() -> None:
    many = {n: a_department(id=n, name=f"{n:03}" + "d" * 37) for n in range(200)}
    named = tuple(many)
    area = AreaAnswer("k", "n" * 80, "x" * report_answers.LONGEST_DID, "", Alignment.DRIFTING, named)
    answers = an_answer(areas=(area,), change="c", affected=named)
    said = pieces(a_report(state=State.SUBMITTED, answers=answers), many)
    assert max(len(piece.heading) + len(piece.text) for piece in said) <= report_texts.LONGEST_PIECE
    for kind in (Kind.ALIGNMENT, Kind.AFFECTED):
        told = " ".join(piece.text for piece in said if piece.kind is kind)
        assert all(department.name in told for department in many.values())


def test_research_shows_what_there_is_of_it() -> None:
    assert [p.text for p in sent(replace(an_answer(), research=Research(belief="we are slow")))][1:-1] == [
        "Customers believe that we are slow"
    ]
