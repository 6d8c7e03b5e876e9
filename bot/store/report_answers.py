"""A report's answers as they are kept, also those of the first release, which asked for one answer about everything."""

from typing import Any

from bot.council.report_answers import (
    ActionUpdate,
    Alignment,
    Answers,
    AreaAnswer,
    Attending,
    Progress,
    Research,
    about_everything,
)


def as_json(answers: Answers) -> dict[str, Any]:
    """As they are kept. `did` is what the release before this one shows, which may still be running."""
    return {
        "did": "\n\n".join(area.did for area in answers.said if area.did),
        "areas": [
            {
                "key": area.key,
                "name": area.name,
                "did": area.did,
                "next": area.next,
                "alignment": None if area.alignment is None else str(area.alignment),
                "drifting_from": list(area.drifting_from),
            }
            for area in answers.areas
        ],
        "attending": None if answers.attending is None else str(answers.attending),
        "customer_quote": answers.customer_quote,
        "change": answers.change,
        "affected": list(answers.affected),
        "best_practice": answers.best_practice,
        "research": {
            "source": answers.research.source,
            "when": answers.research.when,
            "asked": answers.research.asked,
            "belief": answers.research.belief,
        },
        "other_business": answers.other_business,
        "handover": answers.handover,
        "updates": [
            {"action_id": update.action_id, "progress": str(update.progress), "evidence": update.evidence}
            for update in answers.updates
        ],
        "council_only": answers.council_only,
    }


def from_json(kept: dict[str, Any]) -> Answers:
    """The answers as they were."""
    attending = None if kept["attending"] is None else Attending(kept["attending"])
    if "areas" not in kept:
        return about_everything(kept["did"], attending, kept["customer_quote"])
    return Answers(
        areas=tuple(_area(area) for area in kept["areas"]),
        attending=attending,
        customer_quote=kept["customer_quote"],
        change=kept["change"],
        affected=tuple(kept["affected"]),
        best_practice=kept["best_practice"],
        research=Research(**kept["research"]),
        other_business=kept["other_business"],
        handover=kept["handover"],
        updates=tuple(
            ActionUpdate(update["action_id"], Progress(update["progress"]), update["evidence"])
            for update in kept["updates"]
        ),
        council_only=kept["council_only"],
    )


def _area(kept: dict[str, Any]) -> AreaAnswer:
    return AreaAnswer(
        key=kept["key"],
        name=kept["name"],
        did=kept["did"],
        next=kept["next"],
        alignment=None if kept["alignment"] is None else Alignment(kept["alignment"]),
        drifting_from=tuple(kept["drifting_from"]),
    )
