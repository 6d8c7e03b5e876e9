"""What people type, many languages, and what nobody would: never a wrong date."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import dates
from bot.council import calendar
from bot.dates import arithmetic, translation, vocabulary

PHRASES = Path(__file__).parent.parent / "data" / "due-dates.tsv"
# Where the rule is to ask, asking is the right answer.
TO_ASK = {"next friday", "3/4"}


def typed_phrases() -> list[tuple[str, str, str]]:
    lines = PHRASES.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(phrase, language, expected) for phrase, language, expected in rows]


def verdict(phrase: str, language: str, expected: str) -> str:
    context = dates.Context(date(2027, 1, 13), calendar.BusinessDays({}), language=language)
    allowed = {way[:10] for way in expected.split(" or ")}
    match dates.read(phrase, context):
        case dates.Understood(meant_on=meant_on):
            return "right" if meant_on.isoformat() in allowed else "wrong"
        case dates.Refused():
            return "right" if "REJECT" in allowed else "refused"
        case dates.Ask(readings=readings):
            ways = {reading.meant_on.isoformat() for reading in readings}
            return "right" if "REJECT" in allowed or ways <= allowed or phrase in TO_ASK else "asked"


def test_no_typed_phrase_gets_a_wrong_date_and_hardly_any_needs_asking() -> None:
    verdicts = {row: verdict(*row) for row in typed_phrases()}
    counts = {kind: list(verdicts.values()).count(kind) for kind in ("right", "asked", "refused", "wrong")}
    assert counts == {"right": 146, "asked": 3, "refused": 0, "wrong": 0}, [
        (row, kind) for row, kind in verdicts.items() if kind != "right"
    ]


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        ("es", {"el viernes": 12, "mar": (9, 16), "fin de la semana que viene": 19, "en 3 dias": 12}),
        ("es", {"este viernes": 12, "dentro de 3 días hábiles": 12, "antes de marzo": 26, "fin de semana": 12}),
        ("es", {"18 de febrero de 2027": 18}),
        ("fr", {"d'ici vendredi": 12, "la semaine prochaine": 19, "mi-février": 15, "fin fevrier": 26}),
        ("fr", {"aujourd’hui": 9, "dans 3 jours ouvrés": 12, "12 février à 17h": 12}),
        ("de", {"bis Freitag": 12, "Ende nächster Woche": 19, "Mitte Februar": 15, "in einer Woche": 16}),
        ("de", {"Freitag nächster Woche": 19, "nächsten Freitag": (12, 19), "15.2.": 15, "Monatsende": 26}),
        ("it", {"entro fine mese": 26, "tra una settimana": 16, "metà febbraio": 15, "venerdi": 12, "oggi": 9}),
        ("pt-BR", {"até sexta-feira": 12, "daqui a duas semanas": 23, "semana que vem": 19, "fim do mes": 26}),
        ("ru", {"до пятницы": 12, "через неделю": 16, "до конца месяца": 26, "15 февраля": 15, "к среде": 10}),
        ("zh", {"下周五": 19, "月底": 26, "两周后": 23, "2月15日": 15, "2027年2月15日": 15, "后天": 11, "3天后": 12}),
        ("ja", {"今週の金曜日": 12, "来週の金曜日": 19, "月末": 26, "2月15日まで": 15, "2週間後": 23, "明後日": 11}),
        ("pl", {"w piątek": 12, "do końca miesiąca": 26, "za tydzień": 16, "w przyszłym tygodniu": 19}),
        ("nl", {"vrijdag": 12, "morgen": 10, "15 februari": 15, "dinsdag": (9, 16), "friday": 12}),
        ("sv_SE", {"imorgon": 10, "15 februari": 15}),
        ("xx", {"friday": 12}),
    ],
)
def test_common_phrases_of_other_languages_are_read(language: str, phrases: dict[str, int | tuple[int, int]]) -> None:
    context = dates.Context(date(2027, 2, 9), calendar.BusinessDays({}), language=language)
    for phrase, expected in phrases.items():
        answer = dates.read(phrase, context)
        if isinstance(expected, tuple):
            assert isinstance(answer, dates.Ask), phrase
            assert tuple(on.day for on in answer.options) == expected, phrase
        else:
            assert isinstance(answer, dates.Understood), f"{phrase}: {answer}"
            assert answer.on == date(2027, 2, expected), phrase


@pytest.mark.parametrize(
    ("language", "phrase"),
    [
        ("de", "so"),
        ("de", "die"),
        ("de", "vor 2 Tagen"),
        ("it", "do"),
        ("it", "ma"),
        ("nl", "volgende vrijdag"),
        ("nl", "15 maart om 25"),
        ("zh", "13月1日"),
        ("es", "el 15"),
        ("en", "no"),
        ("en", "demain"),
        ("en", "10 in march"),
        ("fr", "hier"),
    ],
)
def test_words_that_are_no_due_date_in_their_language_are_refused(language: str, phrase: str) -> None:
    context = dates.Context(date(2027, 2, 9), calendar.BusinessDays({}), language=language)
    assert isinstance(dates.read(phrase, context), dates.Refused)


def test_every_word_of_the_vocabulary_has_one_meaning_in_its_language() -> None:
    for language, lines in vocabulary.WORDS.items():
        meanings: dict[str, str] = {}
        for line in lines.strip().splitlines():
            meaning, _, words = line.partition(":")
            for word in words.split(","):
                assert word.strip()
                assert meanings.setdefault(translation.fold(word.strip()), meaning) == meaning, (language, word)


ENGLISH = re.split(
    r"\s+",
    "by before due on in at the a next this last end of mid first second week month quarter year half day days weeks "
    "months years business working monday fri sat sunday january feb may q1 h2 eod eow eom today tomorrow meeting from "
    "after ago 5pm 17:00 noon 31 29 0 1 12 2027 9999 0001 15th 3/4 31.12. 2027-02-29 1/13/99 '28 or and every - . , "
    "fortnight report with our council w/c weekend hours 999",
)
LANGUAGES = ["en", "de", "es", "ja", "zh", "nl", "xx"]


@settings(max_examples=400, deadline=None)
@given(
    phrase=st.one_of(
        st.text(max_size=100),
        st.text(alphabet="0123456789./-: ,'thndrsqwmy", max_size=24),
        st.lists(st.sampled_from(ENGLISH), max_size=7).map(" ".join),
    ),
    today=st.dates(date(2024, 1, 1), date(2040, 12, 31)),
    language=st.sampled_from(LANGUAGES),
    fiscal_start_month=st.integers(1, 12),
    meets_in=st.integers(0, 60),
)
def test_whatever_is_typed_the_answer_is_a_working_day_within_three_years_or_no_date(
    phrase: str, today: date, language: str, fiscal_start_month: int, meets_in: int
) -> None:
    meeting_on = today + timedelta(days=meets_in)
    business_days = calendar.BusinessDays({today: "Founders' Day"})
    context = dates.Context(
        today,
        business_days,
        next_meeting_on=meeting_on,
        following_meeting_on=meeting_on + timedelta(days=28),
        report_due_on=meeting_on - timedelta(days=3),
        fiscal_start_month=fiscal_start_month,
        language=language,
    )
    answer = dates.read(phrase, context)
    assert answer == dates.read(phrase, context)
    if isinstance(answer, dates.Refused):
        return
    for reading in answer.readings if isinstance(answer, dates.Ask) else (answer,):
        assert today <= reading.meant_on <= arithmetic.add_months(today, 36)
        assert reading.on >= today
        assert business_days.is_business_day(reading.on)
        assert reading.far == (reading.meant_on > arithmetic.add_months(today, 12))
    if isinstance(answer, dates.Ask):
        assert answer.options[0] != answer.options[1]
        assert answer.why


def test_warming_up_is_harmless_in_any_language() -> None:
    dates.warm_up(["en", "de", "xx", "pt-BR"])
