"""The loss report: of every item a format brought or was asked for, what became of it, and why."""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from posthouse.errors import Place


class Outcome(enum.StrEnum):
    """What became of one item."""

    KEPT = "kept"  # all of it, exactly
    APPROXIMATED = "approximated"  # something near it; the reason says how near
    DROPPED = "dropped"  # not there any more; the reason says why
    ABSENT = "absent"  # kept by its name; its file is not here


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the report: ``item`` is what a person calls it (event 004, V1/opening), ``feature`` the part of it.

    Features are few and spelled alike in all formats: clip, transition, speed, transform, opacity, level, pan, marker,
    note, cdl, effect, nested, multicam, role, media, track, caption, timecode, metadata.
    """

    outcome: Outcome
    item: str
    feature: str
    reason: str = ""
    """Empty for what was kept."""
    place: Place | None = None

    def facts(self) -> dict[str, Any]:
        """Return the entry as plain data for ``--json``."""
        line = self.place.line if self.place else None
        return {"outcome": str(self.outcome), "item": self.item, "feature": self.feature, "reason": self.reason} | (
            {} if line is None else {"line": line}
        )


@dataclass(slots=True)
class Ledger:
    """Collects entries while a file is read or written."""

    entries: list[Entry] = field(default_factory=list)

    def keep(self, item: str, feature: str, *, place: Place | None = None) -> None:
        """Note that a part of an item came through exactly."""
        self.entries.append(Entry(outcome=Outcome.KEPT, item=item, feature=feature, place=place))

    def approximate(self, item: str, feature: str, reason: str, *, place: Place | None = None) -> None:
        """Note that something near a part of an item stands for it."""
        self.entries.append(Entry(outcome=Outcome.APPROXIMATED, item=item, feature=feature, reason=reason, place=place))

    def drop(self, item: str, feature: str, reason: str, *, place: Place | None = None) -> None:
        """Note that a part of an item is lost."""
        self.entries.append(Entry(outcome=Outcome.DROPPED, item=item, feature=feature, reason=reason, place=place))

    def miss(self, item: str, feature: str, reason: str) -> None:
        """Note that an item is kept by its name, and that what it names is not here."""
        self.entries.append(Entry(outcome=Outcome.ABSENT, item=item, feature=feature, reason=reason))

    def extend(self, others: Iterable[Entry]) -> None:
        """Take over the entries of another ledger."""
        self.entries.extend(others)

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """Return how many entries there are of each outcome; all outcomes are there."""
        found = Counter(entry.outcome for entry in self.entries)
        return {outcome: found[outcome] for outcome in Outcome}

    @property
    def losses(self) -> tuple[Entry, ...]:
        """Return what was not kept, worst first, else in order."""
        order = (Outcome.DROPPED, Outcome.APPROXIMATED)
        return tuple(entry for outcome in order for entry in self.entries if entry.outcome is outcome)
