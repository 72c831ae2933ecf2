"""What went out from a folder already: its record, read again."""

from __future__ import annotations

import json
from dataclasses import fields
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from posthouse.color.space import ColorSpace
from posthouse.errors import DocumentProblems, Place, ProductionError
from posthouse.studio.turnover.pulls import Pull
from posthouse.timing import Rate, Timecode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

RECORD = "turnover.json"


def earlier_pulls(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what went out from a folder already, by name; a record that cannot be read is none."""
    try:
        facts = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return {pull["name"]: pull for pull in facts["pulls"]}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def check_unchanged(pulls: Sequence[Pull], earlier: Mapping[str, Mapping[str, Any]], folder: Path) -> None:
    """Refuse pulls that went out under the same name with other frames: what came of them would be checked wrongly.

    Raises:
        DocumentProblems: one problem for each.
    """
    same = ("first_picture", "pictures", "head", "tail", "media")
    changed = [
        ProductionError(
            f"{pull.name} went out with {earlier[pull.name].get('pictures')} frames; it would have {pull.pictures} now",
            hint="give it a new version, as --version 2, or another folder with --out",
            place=Place(file=str(folder / RECORD)),
        )
        for pull in pulls
        if pull.name in earlier and any(earlier[pull.name].get(key) != pull.facts()[key] for key in same)
    ]
    DocumentProblems.raise_if_any(changed)


def pull_of(facts: Mapping[str, Any]) -> Pull | None:
    """Return a pull as its record has it; None of a record that lacks what the lists say."""
    try:
        rate, programme = (Rate(Fraction(facts[key])) for key in ("rate", "programme_rate"))
        told: dict[str, Any] = {field.name: facts[field.name] for field in fields(Pull)} | {
            "rate": rate,
            "programme_rate": programme,
            "start": Timecode.parse(facts["start"], rate),
            "size": tuple(facts["size"]),
            "record": tuple(facts["record"]),
            "space": ColorSpace(**facts["space"]),
        }
    except (LookupError, TypeError, ValueError, ZeroDivisionError):
        return None
    return Pull(**told)
