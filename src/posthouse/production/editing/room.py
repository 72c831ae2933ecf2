"""The cutting room: every edit operation by name, on one draft.

    room = CuttingRoom(Draft.open("harbour"), facts)
    edited = room.roll("opening/fleet", "+6f")
    print(edited.said, room.draft.diff())
    room.draft.write()

Each operation is one change of the draft, whole or not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.errors import DocumentProblems
from posthouse.production.editing import (
    cuts,
    insertions,
    nesting,
    order,
    removals,
    transitions,
    trims,
)
from posthouse.production.editing import (
    speed as speeds,
)
from posthouse.production.editing.bench import Bench
from posthouse.production.editing.finish import finished
from posthouse.production.editing.piece import Only, Side
from posthouse.production.editing.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.production.draft import Draft
    from posthouse.production.editing.facts import EditFacts
    from posthouse.production.editing.footage import Footage
    from posthouse.production.editing.report import Edited
    from posthouse.production.editing.transitions import TransitionAsked
    from posthouse.production.production import Production
    from posthouse.production.tree import Plain

Amount = str | int
"""``+6f``, ``-12f``, ``+1s``; a bare number is frames."""


class CuttingRoom:
    """A draft on the bench. ``parks``: work that falls off is kept as comments; else the edit is refused.

    ``check`` may raise what is wrong with the edited production beyond its cut; the edit is then undone.
    """

    def __init__(
        self,
        draft: Draft,
        facts: EditFacts,
        *,
        parks: bool = False,
        check: Callable[[Production], None] | None = None,
    ) -> None:
        self.draft, self.facts, self.parks, self.check = draft, facts, parks, check

    def write(self) -> Production:
        """Check the text and write it whole; git undoes it."""
        return self.draft.write()

    def ripple(self, shot: str, side: Side | str, amount: Amount, *, only: Only | str = Only.BOTH) -> Edited:
        """Lengthen (+) or shorten (-) a shot at its head or tail; the rest moves."""
        return self._done(
            f"ripple {shot} {side} {amount}",
            lambda work: trims.ripple(work, shot, side=Side(side), frames=work.amount(amount), only=Only(only)),
        )

    def roll(self, join: str, amount: Amount, *, only: Only | str = Only.BOTH) -> Edited:
        """Move a join later (+) or earlier (-); of sound alone it is a J or L cut."""
        return self._done(
            f"roll {join} {amount}",
            lambda work: trims.roll(work, join, frames=work.amount(amount), only=Only(only)),
        )

    def slip(self, shot: str, amount: Amount, *, only: Only | str = Only.BOTH) -> Edited:
        """Let a shot show later (+) or earlier (-) frames of its source."""
        return self._done(
            f"slip {shot} {amount}", lambda work: trims.slip(work, shot, frames=work.amount(amount), only=Only(only))
        )

    def slide(self, shot: str, amount: Amount, *, only: Only | str = Only.BOTH) -> Edited:
        """Move a shot later (+) or earlier (-) over its neighbors."""
        return self._done(
            f"slide {shot} {amount}", lambda work: trims.slide(work, shot, frames=work.amount(amount), only=Only(only))
        )

    def split(self, place: str) -> Edited:
        """Cut a shot in two."""
        return self._done(f"split {place}", lambda work: cuts.split(work, place))

    def join(self, join: str) -> Edited:
        """Make two halves of a shot one again."""
        return self._done(f"join {join}", lambda work: cuts.join_shots(work, join))

    def insert(self, footage: Footage, place: str, *, only: Only | str = Only.BOTH) -> Edited:
        """Put footage in; the rest moves later."""
        return self._done(
            f"insert {footage.media} {place}",
            lambda work: insertions.insert(work, footage, place=place, only=Only(only)),
        )

    def overwrite(self, footage: Footage, place: str, *, only: Only | str = Only.BOTH) -> Edited:
        """Put footage in over what lies there."""
        return self._done(
            f"overwrite {footage.media} {place}",
            lambda work: insertions.overwrite(work, footage, place=place, only=Only(only)),
        )

    def replace(self, shot: str, footage: Footage, *, only: Only | str = Only.BOTH) -> Edited:
        """Let a shot show other footage."""
        return self._done(
            f"replace {shot} {footage.media}",
            lambda work: insertions.replace_shot(work, shot, footage, only=Only(only)),
        )

    def fit(self, footage: Footage, place: str) -> Edited:
        """Fill a gap or a shot's length with a range, by its speed."""
        return self._done(
            f"fit {footage.media} {place}", lambda work: insertions.fit_to_fill(work, footage, place=place)
        )

    def lift(self, first: str, last: str | None = None, *, only: Only | str = Only.BOTH) -> Edited:
        """Take a shot, or a range, out and leave a gap."""
        return self._done(
            f"lift {first} {last or ''}".strip(),
            lambda work: removals.lift(work, first, last=last, only=Only(only)),
        )

    def extract(self, first: str, last: str | None = None, *, only: Only | str = Only.BOTH) -> Edited:
        """Take a shot, or a range, out and close up."""
        return self._done(
            f"extract {first} {last or ''}".strip(),
            lambda work: removals.extract(work, first, last=last, only=Only(only)),
        )

    def move(self, shot: str, *, before: str | None = None, after: str | None = None) -> Edited:
        """Move a shot before or after another; to the end, where neither is named."""
        return self._done(f"move {shot}", lambda work: order.move(work, shot, before=before, after=after))

    def omit(self, shot: str) -> Edited:
        """Keep a shot in the text only."""
        return self._done(f"omit {shot}", lambda work: removals.omit(work, shot))

    def restore(self, shot: str) -> Edited:
        """Bring an omitted shot back."""
        return self._done(f"restore {shot}", lambda work: removals.restore(work, shot))

    def add_transition(self, join: str, asked: TransitionAsked) -> Edited:
        """Lay a transition over a join."""
        return self._done(f"transition add {join}", lambda work: transitions.add_transition(work, join, asked))

    def remove_transition(self, join: str) -> Edited:
        """Take the transition at a join out."""
        return self._done(f"transition remove {join}", lambda work: transitions.remove_transition(work, join))

    def change_transition(self, join: str, asked: TransitionAsked) -> Edited:
        """Change the transition at a join."""
        return self._done(f"transition change {join}", lambda work: transitions.change_transition(work, join, asked))

    def retime(self, shot: str, speed: str, *, keeps_length: bool = False) -> Edited:
        """Play a shot at another speed."""
        return self._done(
            f"retime {shot} {speed}",
            lambda work: speeds.retime(work, shot, speed=speed, keeps_length=keeps_length),
        )

    def ramp(self, shot: str, keys: Plain, *, keeps_length: bool = False) -> Edited:
        """Play a shot along a ramp: keyframes as the document writes them."""
        return self._done(
            f"retime {shot} along a ramp",
            lambda work: speeds.ramp(work, shot, keys=keys, keeps_length=keeps_length),
        )

    def nest(self, name: str, first: str, last: str) -> Edited:
        """Make shots that lie together a sequence."""
        return self._done(f"nest {name}", lambda work: nesting.nest(work, name, first=first, last=last))

    def unnest(self, shot: str) -> Edited:
        """Put the shots of a sequence back into the cut."""
        return self._done(f"un-nest {shot}", lambda work: nesting.unnest(work, shot))

    def _done(self, operation: str, operate: Callable[[Work], None]) -> Edited:
        """Do one operation on the draft as it is now; where it fails, the draft is as it was.

        Raises:
            ProductionError: it cannot be done, or would cut away what hangs there.
        """
        work = Work.on(Bench(self.draft, self.facts))
        text, value = self.draft.text, self.draft.value
        operate(work)
        edited = finished(work, operation=operation, parks=self.parks)
        if self.check is not None:
            try:
                self.check(self.draft.checked())
            except DocumentProblems:
                self.draft.take(text, value)
                raise
        return edited
