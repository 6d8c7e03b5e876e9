"""One day for all of these tests: it is long, and nobody changes what was overheard."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.playground import trial as trials
from tests.playground.documented import day, overheard


@dataclass(frozen=True)
class Day:
    """What was sent to the app, and what its calls were answered: (method, answer)."""

    payloads: list[overheard.Specimen]
    answers: list[tuple[str, overheard.Specimen]]

    @property
    def specimens(self) -> list[overheard.Specimen]:
        return [*self.payloads, *(specimen for _, specimen in self.answers)]


@pytest.fixture(scope="session")
def busy_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    with trials.trial(tmp_path_factory.mktemp("day"), app_manifest=day.MANIFEST) as trial:
        heard = overheard.listen(trial.playground)
        day.spend(trial)
        yield Day(overheard.payloads(heard), overheard.given_answers(trial.playground))
