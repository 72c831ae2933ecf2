"""What a recut has no place for, kept in the document's own text, under ``x-parked``.

Keys that begin with ``x-`` are the author's own: the reader passes them over. So what is parked travels with the
production, in git too, and a later recut that brings the footage back finds it there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.production.tree import Plain

SECTION: Final = "x-parked"
CUT_PLACE: Final = "cut"
OVER_PLACE: Final = "over"
GRADES: Final = "color.grades"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """One thing taken out: where it stood, its id, what it said, and why and when it went."""

    place: str
    """``cut``, ``over``, ``titles``, ``sound.cues``, ``color.grades`` ..."""
    id: str
    entry: Plain
    why: str
    was: str = ""
    """Where it stood, as ``after fleet``."""
    by: str = ""
    """The cut that took it out."""
    when: str = ""
    index: int | None = None
    """Of a shot that is omitted, not parked: its place in the cut."""

    def plain(self) -> dict[str, Plain]:
        """Return it as the document writes it."""
        said = {"place": self.place, "id": self.id, "was": self.was, "why": self.why, "by": self.by, "when": self.when}
        return {key: text for key, text in said.items() if text} | {"entry": self.entry}

    @property
    def name(self) -> str:
        """Return what a person calls it."""
        words = {CUT_PLACE: "shot", OVER_PLACE: "shot over", GRADES: "grade of", "effects": "effect on"}
        kind = words.get(self.place) or self.place.rpartition(".")[2].removesuffix("s")
        return f"{kind} {self.id}"


def parked_of(document: Plain) -> list[Parked | None]:
    """Return what a document has parked, in order; None for entries that somebody else wrote there."""
    section = document.get(SECTION) if isinstance(document, dict) else None
    items = section if isinstance(section, list) else []
    return [_parked(item) if isinstance(item, dict) else None for item in items]


def _parked(item: Mapping[str, Plain]) -> Parked | None:
    place, name = item.get("place"), item.get("id")
    if not isinstance(place, str) or not isinstance(name, str) or "entry" not in item:
        return None
    why, was, by, when = (str(item.get(key) or "") for key in ("why", "was", "by", "when"))
    return Parked(place=place, id=name, entry=item["entry"], why=why, was=was, by=by, when=when)
