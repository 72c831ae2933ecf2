"""Conflicts, in the words of the craft, and as marks in the text."""

from __future__ import annotations

import difflib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from posthouse.production.draft import text_lines
from posthouse.production.merging.values import ABSENT
from posthouse.production.splice import spelled_value

if TYPE_CHECKING:
    from posthouse.production.merging.order import Key
    from posthouse.production.merging.values import Written

WORDS = {
    "in": "where it begins in its media",
    "out": "where it ends in its media",
    "for": "its length",
    "from": "its media",
    "at": "where it stands",
    "play": "its sound",
    "speed": "its speed",
    "sound.gain": "the level of its sound",
    "sound.lead": "how early its sound begins",
    "sound.trail": "how long its sound lasts",
    "gain": "its level",
    "text": "its words",
    "omit": "whether it is in the programme",
}
"""Fields as an editor calls them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Something two people changed that cannot both be had: ``what`` names it, ``words`` says what each did."""

    what: str
    words: str
    field: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.words}"

    def facts(self) -> dict[str, Any]:
        """Return the conflict as plain data."""
        return asdict(self)


def field_conflict(what: str, field: str, base: Written, ours: Written, theirs: Written) -> Conflict:
    """Return the conflict of a field that both changed."""
    subject = WORDS.get(field, field or "it")
    was = "new" if base is ABSENT else f"was {_shown(base)}"
    words = f"both changed {subject}: ours {_shown(ours)}, theirs {_shown(theirs)} ({was})"
    if ABSENT in (ours, theirs):
        who, other = ("ours", "theirs") if ours is ABSENT else ("theirs", "ours")
        kept = theirs if ours is ABSENT else ours
        words = f"{who} took {subject} out, {other} changed it to {_shown(kept)} ({was})"
    return Conflict(what=what, words=words, field=field)


def taken_out(what: str, *, by_ours: bool) -> Conflict:
    """Return the conflict of an entry that one took out and the other changed."""
    first, second = ("ours", "theirs") if by_ours else ("theirs", "ours")
    return Conflict(what=what, words=f"{first} took it out, {second} changed it")


def placed(where: str, ours: tuple[Key, ...], theirs: tuple[Key, ...]) -> Conflict:
    """Return the conflict of two different runs of entries at one place."""
    words = f"ours put {_listed(ours)} there, theirs {_listed(theirs)}"
    return Conflict(what=where, words=words)


def marked(ours: str, theirs: str, names: tuple[str, str]) -> str:
    """Return the text with the lines on which two merges differ between git's conflict marks."""
    first, second = (text_lines(text if text.endswith("\n") else f"{text}\n") for text in (ours, theirs))
    found: list[str] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind == "equal":
            found += first[a:b]
        else:
            found += [f"<<<<<<< {names[0]}\n", *first[a:b], "=======\n", *second[c:d], f">>>>>>> {names[1]}\n"]
    return "".join(found)


def named(key: Key) -> str:
    """Return what a person calls an entry."""
    return key[1]


def _listed(keys: tuple[Key, ...]) -> str:
    return ", ".join(named(key) for key in keys) or "nothing"


def _shown(value: Written) -> str:
    if value is ABSENT:
        return "nothing"
    text = spelled_value(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
