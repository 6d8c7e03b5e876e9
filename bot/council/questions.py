"""The question for a meeting and what it stands on: "We have evidence that … (source). How do we solve it?" (R-42)."""

from dataclasses import dataclass

LONGEST_QUESTION = 300
LONGEST_EVIDENCE = 300
LONGEST_SOURCE = 100
LONGEST_REASON = 200


@dataclass(frozen=True)
class Grounds:
    """What a question stands on, `evidence` with its `source`; or why there is none this time (`none_because`)."""

    evidence: str = ""
    source: str = ""
    none_because: str = ""


NO_GROUNDS = Grounds()


class QuestionTooLong(Exception):
    """The question is over LONGEST_QUESTION characters."""


class EvidenceTooLong(Exception):
    """The evidence is over LONGEST_EVIDENCE characters."""


class SourceTooLong(Exception):
    """The source is over LONGEST_SOURCE characters."""


class ReasonTooLong(Exception):
    """The reason is over LONGEST_REASON characters."""


class NeitherQuestionNorReason(Exception):
    """An agenda asks a question, or says why it asks none (R-42)."""


class QuestionAndReason(Exception):
    """There is a question, and a reason for there being none."""


class EvidenceWithoutQuestion(Exception):
    """Evidence or its source is given, and nothing is asked."""


class SourceWithoutEvidence(Exception):
    """A source is given for no evidence."""


def check(question: str, grounds: Grounds) -> None:
    """Raise the first of the refusals above that holds."""
    for text, most, refusal in (
        (question, LONGEST_QUESTION, QuestionTooLong),
        (grounds.evidence, LONGEST_EVIDENCE, EvidenceTooLong),
        (grounds.source, LONGEST_SOURCE, SourceTooLong),
        (grounds.none_because, LONGEST_REASON, ReasonTooLong),
    ):
        if len(text) > most:
            raise refusal
    if question and grounds.none_because:
        raise QuestionAndReason
    if not question and (grounds.evidence or grounds.source):
        raise EvidenceWithoutQuestion
    if not question and not grounds.none_because:
        raise NeitherQuestionNorReason
    if grounds.source and not grounds.evidence:
        raise SourceWithoutEvidence
