"""Values that two people changed, field by field."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from posthouse.production.tree import Path, Plain


class Absent(enum.Enum):
    """The type of ``ABSENT``."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
"""A field that is not written."""
Written: TypeAlias = "Plain | Absent"
Disagree = Callable[["Path", Written, Written, Written], Written]
"""Takes a field's path and its value in base, ours and theirs; returns the one that is taken for now."""
RANGE = ("in", "out", "for")
"""Two of these say which part of the media is used: together they are one statement."""


def merged_value(base: Written, ours: Written, theirs: Written, path: Path, disagree: Disagree) -> Written:
    """Return the value both changes give; where they cannot both be had, what ``disagree`` says."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return _merged_mapping(base if isinstance(base, dict) else {}, ours, theirs, path, disagree)
    return disagree(path, base, ours, theirs)


def _merged_mapping(
    base: dict[str, Plain], ours: dict[str, Plain], theirs: dict[str, Plain], path: Path, disagree: Disagree
) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    said_otherwise = _range_is_said_otherwise(base, ours, theirs)
    for key in (*ours, *(key for key in theirs if key not in ours), *(key for key in base if key not in ours)):
        sides = base.get(key, ABSENT), ours.get(key, ABSENT), theirs.get(key, ABSENT)
        merged = (
            disagree((*path, key), *sides)
            if said_otherwise and key in RANGE and len({str(side) for side in sides}) > 1
            else merged_value(*sides, (*path, key), disagree)
        )
        if not isinstance(merged, Absent):
            found[key] = merged
    return found


def _range_is_said_otherwise(base: dict[str, Plain], ours: dict[str, Plain], theirs: dict[str, Plain]) -> bool:
    """Return whether both changed a shot's range and one says it by other fields: then no field can be taken alone."""
    said = [tuple(side.get(key, ABSENT) for key in RANGE) for side in (base, ours, theirs)]
    if said[1] in (said[0], said[2]) or said[2] == said[0]:
        return False
    fields = {tuple(part is ABSENT for part in side) for side in said}
    return len(fields) > 1


def changes_between(old: Plain, new: Plain, prefix: str = "") -> dict[str, Written]:
    """Return what must be set (or, as ABSENT, taken out) to come from one mapping to another, by dotted fields."""
    found: dict[str, Written] = {}
    before = old if isinstance(old, dict) else {}
    after = new if isinstance(new, dict) else {}
    for key in (*before, *(key for key in after if key not in before)):
        was, now = before.get(key, ABSENT), after.get(key, ABSENT)
        if was == now:
            continue
        if isinstance(was, dict) and isinstance(now, dict) and now:
            found |= changes_between(was, now, f"{prefix}{key}.")
        else:
            found[prefix + key] = now
    return found
