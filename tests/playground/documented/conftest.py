"""One day for all of these tests: it is long, and nobody changes what was overheard."""

from dataclasses import dataclass

import pytest

from playground.documented import frames
from tests.playground import trial as trials
from tests.playground.documented import day, deliveries, overheard


@dataclass(frozen=True)
class Day:
    """What was sent to the app, in which frames, and what its calls were answered: (method, answer)."""

    payloads: list[overheard.Specimen]
    frames: list[overheard.Specimen]
    answers: list[tuple[str, overheard.Specimen]]

    @property
    def specimens(self) -> list[overheard.Specimen]:
        return [*self.payloads, *self.frames, *(specimen for _, specimen in self.answers)]


@pytest.fixture(scope="session")
def busy_day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    with trials.trial(tmp_path_factory.mktemp("day"), app_manifest=day.MANIFEST) as trial:
        heard = overheard.listen(trial.playground)
        day.spend(trial)
        sent, answered = overheard.payloads(heard), overheard.given_answers(trial.playground)
    seen = deliveries.over_a_socket(tmp_path_factory.mktemp("socket"))
    arrived = deliveries.over_http(tmp_path_factory.mktemp("http"))
    arrived += [frame["payload"] for frame in seen if "payload" in frame]
    return Day(
        [*sent, *(overheard.Specimen(overheard.payload_table(body), body) for body in arrived)],
        [overheard.Specimen(frames.name_of(frame), frame) for frame in seen],
        answered,
    )
