import pytest

from playground import web_api
from tests.playground.web_api import refused
from tests.playground.web_api.conftest import Office

CASES = refused.CASES
NAMES = [f"{case.method}-{case.error}-{case.what}" for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_each_error_is_given_in_its_circumstances(office: Office, case: refused.Case) -> None:
    body = office.say(case.method, case.refused(office))
    assert (body["ok"], body.get("error")) == (False, case.error), body
    kept = office.state.refusals()[-1]
    assert (kept.method, kept.error) == (case.method, case.error)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_next_to_them_the_call_goes_through(office: Office, case: refused.Case) -> None:
    body = office.say(case.method, case.passing(office))
    assert body["ok"], body
    assert office.state.refusals() == []


def test_there_is_a_case_for_every_error_a_method_says_it_gives() -> None:
    promised = {(one.name, error) for one in web_api.METHODS.values() for error in (*one.refuses, *one.beyond)}
    assert {(case.method, case.error) for case in CASES} == promised


def test_no_error_is_both_given_and_never_given() -> None:
    for one in web_api.METHODS.values():
        assert not {*one.refuses, *one.beyond} & {*one.never}, one.name
        assert not set(one.arguments) & set(one.not_taken), one.name
