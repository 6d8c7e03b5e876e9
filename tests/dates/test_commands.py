from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import dates
from bot.council import calendar

SAID = dates.Context(
    today=date(2027, 2, 9),
    business_days=calendar.BusinessDays({}),
    next_meeting_on=date(2027, 3, 9),
    report_due_on=date(2027, 3, 4),
)


@pytest.mark.parametrize(
    ("text", "rest", "phrase"),
    [
        ("@nina re-target ads by end of next month", "@nina re-target ads", "end of next month"),
        ("<@U0NINA> re-target ads by end of next month.", "<@U0NINA> re-target ads", "end of next month"),
        ("fix form due fri 12 march", "fix form", "fri 12 march"),
        ("Fix form due on Fri 12 March", "Fix form", "Fri 12 March"),
        ("fix form before the next meeting", "fix form", "before the next meeting"),
        ("fix form by the next meeting", "fix form", "by the next meeting"),
        ("show it at the next meeting", "show it", "at the next meeting"),
        ("publish waits with our next report", "publish waits", "with our next report"),
        ("fix form before March", "fix form", "before March"),
        ("fix form in 2 weeks", "fix form", "in 2 weeks"),
        ("fix form on the 15th", "fix form", "the 15th"),
        ("fix form until the end of the month", "fix form", "the end of the month"),
        ("fix form at the end of the month", "fix form", "at the end of the month"),
        ("fix form on or before 12 march", "fix form", "12 march"),
        ("fix form (by Friday)", "fix form", "Friday"),
        ("fix form - tomorrow 5pm", "fix form", "tomorrow 5pm"),
        ("fix form, by 15.12.", "fix form", "15.12."),
        ("fix form friday", "fix form", "friday"),
        ("fix form next friday", "fix form", "next friday"),
        ("email sales and ops end of next week", "email sales and ops", "end of next week"),
        ("log in on friday", "log in", "friday"),
        ("release v2 2027-03-04", "release v2", "2027-03-04"),
        ("finish by 3/4", "finish", "3/4"),
        ("cut calls by 10 in march", "cut calls by 10", "in march"),
        ("by friday", "", "friday"),
    ],
)
def test_the_due_date_at_the_end_is_taken_off(text: str, rest: str, phrase: str) -> None:
    assert dates.split_due(text, SAID) == (rest, phrase)


@pytest.mark.parametrize(
    "text",
    [
        "stand by",
        "log in",
        "item for Sat",
        "item for Saturday",
        "ask whether I may",
        "I may call",
        "sign off on",
        "due",
        "put it on hold",
        "step 1 by 1",
        "improve NPS by 5",
        "finish 3/4",
        "call people at 5pm",
        "sort complaints in 24 hours",
        "send the report for march",
        "numbers from January",
        "revenue in 2027",
        "prepare Black Friday",
        "clean the list every friday",
        "cover phones Monday - Friday",
        "approved by Nina and Joe",
        "what we should know by now",
        "work on sun protection",
        "fix the front end",
        "come second",
        "bring to the next meeting",
        "fix form asap",
        "",
    ],
)
def test_ordinary_words_are_left_where_they_are(text: str) -> None:
    assert dates.split_due(text, SAID) == (text, None)


@pytest.mark.parametrize("phrase", ["31 feb", "yesterday", "10 Feb 2026", "March 2032", "thu 12 march"])
def test_a_date_that_cannot_be_used_is_still_taken_off_so_that_it_is_refused_beside_its_field(phrase: str) -> None:
    assert dates.split_due(f"fix form by {phrase}", SAID) == ("fix form", phrase)
    assert isinstance(dates.read(phrase, SAID), dates.Refused)


def test_due_asap_is_taken_off_too() -> None:
    assert dates.split_due("fix form due asap", SAID) == ("fix form", "asap")


@pytest.mark.parametrize(
    ("language", "text", "rest", "phrase"),
    [
        ("de", "Formular anpassen bis Freitag", "Formular anpassen", "Freitag"),
        ("es", "arreglar el formulario para el viernes", "arreglar el formulario", "el viernes"),
        ("es", "arreglar en dos semanas", "arreglar", "en dos semanas"),
        ("es", "informe antes de marzo", "informe", "antes de marzo"),
        ("fr", "corriger le formulaire avant la fin du mois", "corriger le formulaire", "la fin du mois"),
        ("ru", "исправить форму до пятницы", "исправить форму", "пятницы"),
    ],
)
def test_other_languages_lead_in_with_their_own_words(language: str, text: str, rest: str, phrase: str) -> None:
    assert dates.split_due(text, replace(SAID, language=language)) == (rest, phrase)


def test_what_is_taken_off_reads_the_same_on_its_own() -> None:
    rest, phrase = dates.split_due("fix form by end of next month", SAID)
    assert phrase is not None
    assert dates.read(phrase, SAID) == dates.read("by end of next month", SAID)
    assert dates.split_due(rest, SAID) == (rest, None)


@settings(deadline=None)
@given(
    text=st.text(max_size=200) | st.lists(st.sampled_from(["by", "on", "friday", "fix", "3/4", "(", "."])).map(" ".join)
)
def test_nothing_of_the_text_is_invented_or_reordered(text: str) -> None:
    rest, phrase = dates.split_due(text, SAID)
    assert text.strip().startswith(rest)
    assert phrase is None or phrase in text[len(rest) :]
