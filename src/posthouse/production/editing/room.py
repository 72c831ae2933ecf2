"""The cutting room: every edit operation by name, on one draft.

    room = CuttingRoom(Draft.open("harbour"), facts)
    edited = room.roll("opening/fleet", "+6f")
    print(edited.said, room.draft.diff())
    room.draft.write()

Each operation is one change of the draft, whole or not at all. Shots are named by their ids wherever they are: in the
cut, over it, or inside a sequence, where ``brawl/punch`` and ``fight/punch`` say the same as ``punch``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.errors import DocumentProblems
from posthouse.production.editing import (
    cuts,
    insertions,
    layers,
    nesting,
    order,
    removals,
    transitions,
    trims,
)
from posthouse.production.editing import (
    speed as speeds,
)
from posthouse.production.editing.addresses import OVER, Addresses, Meant, one_list
from posthouse.production.editing.bench import Bench
from posthouse.production.editing.finish import finished
from posthouse.production.editing.layers import is_over_track
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

    Operation = Callable[..., None]
    """Takes the work and its words, as the list of the work says them."""

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

    def ripple(
        self, shot: str, side: Side | str, amount: Amount, *, only: Only | str = Only.BOTH, on_picture: bool = False
    ) -> Edited:
        """Lengthen (+) or shorten (-) a shot at its head or tail; the rest moves.

        ``on_picture``: what hangs on the shot stays on its picture, not so far after its first frame.
        """
        part, half = Side(side), Only(only)
        return self._done(
            f"ripple {shot} {side} {amount}",
            lambda work, own: trims.ripple(
                work, own, side=part, frames=work.amount(amount), only=half, keeps_pictures=on_picture
            ),
            (shot, Meant.SHOT),
        )

    def roll(self, join: str, amount: Amount, *, only: Only | str = Only.BOTH, on_picture: bool = False) -> Edited:
        """Move a join later (+) or earlier (-); of sound alone it is a J or L cut. ``on_picture`` as in ripple."""
        half = Only(only)
        return self._done(
            f"roll {join} {amount}",
            lambda work, own: trims.roll(work, own, frames=work.amount(amount), only=half, keeps_pictures=on_picture),
            (join, Meant.JOIN),
        )

    def slip(self, shot: str, amount: Amount, *, only: Only | str = Only.BOTH) -> Edited:
        """Let a shot show later (+) or earlier (-) frames of its source."""
        return self._done(
            f"slip {shot} {amount}",
            lambda work, own: trims.slip(work, own, frames=work.amount(amount), only=Only(only)),
            (shot, Meant.SHOT),
        )

    def slide(self, shot: str, amount: Amount, *, only: Only | str = Only.BOTH) -> Edited:
        """Move a shot later (+) or earlier (-) over its neighbors."""
        return self._done(
            f"slide {shot} {amount}",
            lambda work, own: trims.slide(work, own, frames=work.amount(amount), only=Only(only)),
            (shot, Meant.SHOT),
        )

    def split(self, place: str) -> Edited:
        """Cut a shot in two."""
        return self._done(f"split {place}", cuts.split, (place, Meant.PLACE))

    def join(self, join: str) -> Edited:
        """Make two halves of a shot one again."""
        return self._done(f"join {join}", cuts.join_shots, (join, Meant.JOIN))

    def insert(self, footage: Footage, place: str, *, only: Only | str = Only.BOTH, track: str = "") -> Edited:
        """Put footage in; the rest moves later. On a track over the cut nothing moves, and nothing may lie there."""
        return self._done(
            f"insert {footage.media} {place}",
            lambda work, own: insertions.insert(work, footage, place=own, only=Only(only), track=track),
            (place, Meant.PLACE),
            is_over=is_over_track(track),
        )

    def overwrite(self, footage: Footage, place: str, *, only: Only | str = Only.BOTH, track: str = "") -> Edited:
        """Put footage in over what lies there."""
        return self._done(
            f"overwrite {footage.media} {place}",
            lambda work, own: insertions.overwrite(work, footage, place=own, only=Only(only), track=track),
            (place, Meant.PLACE),
            is_over=is_over_track(track),
        )

    def replace(self, shot: str, footage: Footage, *, only: Only | str = Only.BOTH) -> Edited:
        """Let a shot show other footage."""
        return self._done(
            f"replace {shot} {footage.media}",
            lambda work, own: insertions.replace_shot(work, own, footage, only=Only(only)),
            (shot, Meant.SHOT),
        )

    def fit(self, footage: Footage, place: str) -> Edited:
        """Fill a gap or a shot's length with a range, by its speed."""
        return self._done(
            f"fit {footage.media} {place}",
            lambda work, own: insertions.fit_to_fill(work, footage, place=own),
            (place, Meant.PLACE),
        )

    def lift(self, first: str, last: str | None = None, *, only: Only | str = Only.BOTH, track: str = "") -> Edited:
        """Take a shot, or a range, out and leave a gap."""
        return self._done(
            f"lift {first} {last or ''}".strip(),
            lambda work, *own: removals.lift(work, own[0], last=own[1], only=Only(only), track=track),
            (first, Meant.PLACE),
            (last, Meant.PLACE),
            is_over=is_over_track(track),
        )

    def extract(self, first: str, last: str | None = None, *, only: Only | str = Only.BOTH) -> Edited:
        """Take a shot, or a range, out and close up."""
        return self._done(
            f"extract {first} {last or ''}".strip(),
            lambda work, *own: removals.extract(work, own[0], last=own[1], only=Only(only)),
            (first, Meant.PLACE),
            (last, Meant.PLACE),
        )

    def move(self, shot: str, *, before: str | None = None, after: str | None = None) -> Edited:
        """Move a shot before or after another; to the end, where neither is named."""
        return self._done(
            f"move {shot}",
            lambda work, *own: order.move(work, own[0], before=own[1], after=own[2]),
            (shot, Meant.SHOT),
            (before, Meant.SHOT),
            (after, Meant.SHOT),
        )

    def lay(self, shot: str, *, place: str = "", track: str = "") -> Edited:
        """Move a shot over the cut to another place, or track."""
        return self._done(
            f"move {shot}", lambda work, own: layers.lay(work, own, place=place, track=track), (shot, Meant.SHOT)
        )

    def omit(self, shot: str) -> Edited:
        """Keep a shot in the text only."""
        return self._done(f"omit {shot}", removals.omit, (shot, Meant.SHOT))

    def restore(self, shot: str) -> Edited:
        """Bring an omitted shot back."""
        return self._done(f"restore {shot}", removals.restore, (shot, Meant.SHOT))

    def add_transition(self, join: str, asked: TransitionAsked) -> Edited:
        """Lay a transition over a join."""
        return self._done(
            f"transition add {join}",
            lambda work, own: transitions.add_transition(work, own, asked),
            (join, Meant.JOIN),
        )

    def remove_transition(self, join: str) -> Edited:
        """Take the transition at a join out."""
        return self._done(f"transition remove {join}", transitions.remove_transition, (join, Meant.JOIN))

    def change_transition(self, join: str, asked: TransitionAsked) -> Edited:
        """Change the transition at a join."""
        return self._done(
            f"transition change {join}",
            lambda work, own: transitions.change_transition(work, own, asked),
            (join, Meant.JOIN),
        )

    def retime(self, shot: str, speed: str, *, keeps_length: bool = False) -> Edited:
        """Play a shot at another speed."""
        return self._done(
            f"retime {shot} {speed}",
            lambda work, own: speeds.retime(work, own, speed=speed, keeps_length=keeps_length),
            (shot, Meant.SHOT),
        )

    def ramp(self, shot: str, keys: Plain, *, keeps_length: bool = False) -> Edited:
        """Play a shot along a ramp: keyframes as the document writes them."""
        return self._done(
            f"retime {shot} along a ramp",
            lambda work, own: speeds.ramp(work, own, keys=keys, keeps_length=keeps_length),
            (shot, Meant.SHOT),
        )

    def nest(self, name: str, first: str, last: str) -> Edited:
        """Make shots that lie together a sequence."""
        return self._done(
            f"nest {name}",
            lambda work, *own: nesting.nest(work, name, first=own[0], last=own[1]),
            (first, Meant.SHOT),
            (last, Meant.SHOT),
        )

    def unnest(self, shot: str) -> Edited:
        """Put the shots of a sequence back into the cut."""
        return self._done(f"un-nest {shot}", nesting.unnest, (shot, Meant.SHOT))

    def _done(
        self, operation: str, operate: Operation, *words: tuple[str | None, Meant], is_over: bool = False
    ) -> Edited:
        """Do one operation on the draft as it is now, in the list its words name; where it fails, nothing is changed.

        Raises:
            ProductionError: it cannot be done, or would cut away what hangs there.
        """
        work, own = self._begun(words, is_over=is_over)
        text, value = self.draft.text, self.draft.value
        operate(work, *own)
        edited = finished(work, operation=operation, parks=self.parks)
        if self.check is not None:
            try:
                self.check(self.draft.checked())
            except DocumentProblems:
                self.draft.take(text, value)
                raise
        return edited

    def _begun(self, words: tuple[tuple[str | None, Meant], ...], *, is_over: bool) -> tuple[Work, list[str | None]]:
        """Return the work on the list that words name, and the words as that list says them."""
        if is_over:  # on a track over the cut, at places of the programme
            return Work.on(Bench(self.draft, self.facts, OVER)), [word for word, _ in words]
        production = self.draft.checked()
        addresses = Addresses(self.draft.value, production.ids)
        found = [None if word is None else addresses.found(word, meant) for word, meant in words]
        said = [address for address in found if address is not None]
        around = next((address.around for address in said if address.around), ())
        bench = Bench(self.draft, self.facts, one_list(said), production)
        return Work.on(bench, around), [None if address is None else address.text for address in found]
