"""The bench while an operation is under way: the pieces in their new order, and what became of which frames."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from posthouse.editorial import programme_frame
from posthouse.errors import ProductionError
from posthouse.fields import AnchorKind
from posthouse.production.editing.addresses import list_said
from posthouse.production.editing.facts import frames_said
from posthouse.production.editing.part import Part
from posthouse.production.editing.piece import Piece, PieceKind, Side
from posthouse.production.editing.places import Join, parsed_amount, parsed_place
from posthouse.production.sentences import nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.fields import Anchor
    from posthouse.production.draft import Draft
    from posthouse.production.editing.bench import Bench
    from posthouse.production.editing.run import Run


@dataclass(kw_only=True)
class Work:
    """One operation under way on a bench."""

    bench: Bench
    pieces: list[Piece]
    said: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    parts: dict[str, tuple[Part, ...]] = field(default_factory=dict)
    """What became of shots that were split, joined, nested or in part taken out."""
    copies: list[tuple[str, str]] = field(default_factory=list)
    """(shot, new shot): grades and effects of the one are the other's too."""
    merged: list[tuple[str, str]] = field(default_factory=list)
    """(shot, shot that took it in): its copies of grades and effects go."""
    nested: dict[str, str] = field(default_factory=dict)
    """Shots that are in a new sequence now, where their names go on being theirs, and the shot that plays it."""
    opened: set[str] = field(default_factory=set)
    """Shots that played a sequence, in whose place are the shots of it now."""
    follows_cut: bool = False
    """A head is trimmed, and what hangs on its shot stays so far after the cut, not on its picture."""
    lays_transition: bool = False
    """A transition is what was asked for: one that does not fit is refused, not parked."""
    around: tuple[str, ...] = ()
    """What was written before the first place: the shots that play the sequence, or its name."""
    given: set[str] = field(default_factory=set)
    """Ids of new shots that are not among the pieces yet."""
    further: list[Callable[[Draft], None]] = field(default_factory=list)
    """What else the operation writes, beside the cut."""

    @classmethod
    def on(cls, bench: Bench, around: tuple[str, ...] = ()) -> Work:
        """Return work that has not begun."""
        return cls(bench=bench, pieces=list(bench.pieces), around=around)

    @property
    def is_over(self) -> bool:
        """Return whether it is of the shots over the cut."""
        return self.bench.is_over

    def amount(self, written: str | int) -> int:
        """Return an amount in frames."""
        return parsed_amount(written, self.bench.rate)

    def start_of(self, position: int) -> int:
        """Return the programme frame at which the piece at a position of the list begins.

        Raises:
            ProductionError: a shot before it is of a media that is not there, so that nobody can know.
        """
        unsure = next((piece for piece in self.pieces[:position] if piece.is_guess), None)
        if unsure is not None:
            cause = f"where this lies is not known: {unsure.id} is of {unsure.media}, which is not there"
            raise ProductionError(cause, hint=f"bring {unsure.media}, or say for: how long {unsure.id} lasts")
        return sum(piece.frames for piece in self.pieces[:position])

    def total(self) -> int:
        """Return the programme's length in frames."""
        return sum(piece.frames for piece in self.pieces)

    def position(self, shot: str) -> int:
        """Return where a shot of the programme stands in the list.

        Raises:
            ProductionError: there is none of that id.
        """
        for index, piece in enumerate(self.pieces):
            if piece.id == shot and piece.is_shot:
                return index
        raise self._no_shot(shot)

    def shot(self, shot: str) -> Piece:
        """Return a shot of the programme."""
        return self.pieces[self.position(shot)]

    def _no_shot(self, shot: str) -> ProductionError:
        if any(piece.id == shot for piece in self.pieces):
            return ProductionError(f"{shot} is omitted", hint=f"bring it back with: posthouse edit restore {shot}")
        return ProductionError(f"there is no shot {shot}", hint=nearest(shot, list(self.bench.addresses.lists)))

    def real_before(self, position: int) -> int | None:
        """Return the position of the shot or gap before one."""
        return next((at for at in range(position - 1, -1, -1) if self.pieces[at].is_real), None)

    def real_after(self, position: int) -> int | None:
        """Return the position of the shot or gap after one."""
        return next((at for at in range(position + 1, len(self.pieces)) if self.pieces[at].is_real), None)

    def transition_at(self, left: int | None, right: int | None) -> int | None:
        """Return the position of the transition between two neighbors; None for an end of the cut."""
        span = range(0 if left is None else left + 1, len(self.pieces) if right is None else right)
        return next((at for at in span if self.pieces[at].kind is PieceKind.TRANSITION), None)

    def join(self, written: str) -> tuple[int, int]:
        """Return the positions of the two neighbors at a join.

        Raises:
            ProductionError: no join, or the two do not meet.
        """
        place = parsed_place(written)
        if not isinstance(place, Join):
            raise ProductionError(f"{written} is no join", hint="write the shots on both sides, as opening/fleet")
        left = self.position(place.before) if place.before else self.real_before(self.position(place.after))
        right = self.position(place.after) if place.after else self.real_after(self.position(place.before))
        if left is None or right is None:
            side = "before" if left is None else "after"
            cause = f"nothing is {side} {written.strip('/')} in {list_said(self.bench.path)}"
            raise ProductionError(cause, hint=f"ripple it, or: posthouse edit insert gap {written} --for 24f")
        if self.real_after(left) != right:
            following = self.real_after(left)
            found = "nothing" if following is None else self.pieces[following].name
            raise ProductionError(
                f"{place.before} and {place.after} do not meet", hint=f"after {place.before} comes {found}"
            )
        return left, right

    def frame(self, written: str) -> int:
        """Return the programme frame of a place: a join, an anchor or programme time.

        Raises:
            ProductionError: there is no such place.
        """
        place = parsed_place(written)
        if isinstance(place, Join):
            if not place.after and self.real_after(self.position(place.before)) is None:
                return self.start_of(len(self.pieces))
            if not place.before and self.real_before(self.position(place.after)) is None:
                return 0
            return self.start_of(self.join(written)[1])
        return self._anchored(place, written)

    def _anchored(self, place: Anchor, written: str) -> int:
        if place.kind is not AnchorKind.PROGRAMME:
            self.start_of(self.position(place.shot))
        problems: list[tuple[str, str]] = []
        found = programme_frame(
            place, self.bench.places, self.bench.rate, self.bench.resolved.sources, lambda c, h: problems.append((c, h))
        )
        if found is None or found < 0:
            cause, hint = problems[0] if problems else (f"{written} is not in the programme", "")
            raise ProductionError(cause, hint=hint)
        return found

    def at_frame(self, frame: int) -> tuple[int, int]:
        """Return (position of the shot or gap, its frame) that a programme frame shows; at the end, one past the last.

        Raises:
            ProductionError: the programme does not reach so far, or it cannot be known.
        """
        start = 0
        for index, piece in enumerate(self.pieces):
            if piece.is_real and start <= frame < start + piece.frames:
                self.start_of(index)
                return index, frame - start
            start += piece.frames
        if frame == start:
            self.start_of(len(self.pieces))
            return len(self.pieces), 0
        where = list_said(self.bench.path) if self.bench.sequence else "the programme"
        raise ProductionError(f"frame {frame} is beyond {where}", hint=f"it has {frames_said(start)}")

    def trim(self, position: int, side: Side, frames: int) -> None:
        """Give a shot or gap frames more at a side, or fewer.

        Raises:
            ProductionError: nothing of it would be left, or its media has not so many.
        """
        piece = self.pieces[position]
        if piece.kind is PieceKind.GAP:
            if piece.frames + frames < 0:
                raise ProductionError(f"the gap has {frames_said(piece.frames)}, not {-frames}")
            self.pieces[position] = replace(piece, gap_frames=piece.frames + frames)
            return
        self.refuse_a_guess(piece)
        if piece.frames + frames < 1:
            cause = f"{piece.id} lasts {frames_said(piece.frames)}: nothing would be left of it"
            removal = "lift" if self.is_over else "extract"
            hint = f"trim at most {piece.frames - 1}f, or: posthouse edit {removal} {piece.id}"
            raise ProductionError(cause, hint=hint)
        head, tail = (frames, 0) if side is Side.HEAD else (0, frames)
        self.pieces[position] = replace(piece, run=self._begun(piece, piece.playing.trimmed(head=head, tail=tail)))
        if frames > 0:
            self.check_handle(position, side, frames)

    def _begun(self, piece: Piece, run: Run) -> Run:
        """Return a run that does not begin before its media, where the media has no end: a still lasts both ways."""
        if self.bench.is_guess(piece.media) or run.curve is not None:
            return run
        source = self.bench.source(piece.clock)
        before = source.first_frame - run.low_edge()
        return replace(run, start=run.start + before) if source.grid_frames is None and before > 0 else run

    def refuse_a_guess(self, piece: Piece) -> None:
        """Refuse to trim a shot of which nobody knows how long it lasts."""
        if piece.is_guess:
            cause = f"how long {piece.id} lasts is not known: its media {piece.media} is not there"
            raise ProductionError(cause, hint=f"bring {piece.media}, or say for: how long {piece.id} lasts")

    def check_handle(self, position: int, side: Side, frames: int) -> None:
        """Refuse a trim that runs past the media; say how many frames are there."""
        piece = self.pieces[position]
        if self.fits(piece):
            return
        short = piece.playing.trimmed(
            head=-frames if side is Side.HEAD else 0, tail=0 if side is Side.HEAD else -frames
        )
        low, high = 0, frames  # low fits, high does not
        while high - low > 1:
            middle = (low + high) // 2
            longer = short.trimmed(head=middle if side is Side.HEAD else 0, tail=0 if side is Side.HEAD else middle)
            low, high = (middle, high) if self.fits(replace(piece, run=longer)) else (low, middle)
        where = "before its head" if side is Side.HEAD else "after its tail"
        cause = f"{piece.id} wants {frames_said(frames)} more {where}, {piece.media} has {low} there"
        raise ProductionError(cause, hint=f"at most {low}f" if low else "there is no handle")

    def fits(self, piece: Piece) -> bool:
        """Return whether a shot's media has all its frames; one that is not there has."""
        if self.bench.is_guess(piece.media):
            note = f"{piece.media} is not there, so its handles were not checked"
            self.notes += [] if note in self.notes else [note]
            return True
        source = self.bench.source(piece.clock)
        shown = piece.playing.grid_range()
        if shown.start_frame < source.first_frame:
            return False
        return source.grid_frames is None or shown.end_frame <= source.grid_frames

    def take_out_empty_gaps(self) -> None:
        """Take out gaps that last no more."""
        self.pieces = [piece for piece in self.pieces if piece.kind is not PieceKind.GAP or piece.frames]

    def drop_transition(self, position: int | None) -> None:
        """Take a transition out, and say so."""
        if position is None:
            return
        piece = self.pieces.pop(position)
        old = [each for each in self.bench.pieces if each.kind is not PieceKind.OMITTED]
        at = next((at for at, each in enumerate(old) if each.index == piece.index), 0)
        where = f" between {old[at - 1].name} and {old[at + 1].name}" if 0 < at < len(old) - 1 else ""
        self.said.append(f"the {piece.name}{where} is taken out")

    def lose(self, piece: Piece, start: int, end: int) -> None:
        """Note that frames at the head or the tail of a shot are taken out; the others stay on their pictures."""
        if not piece.is_shot:
            return
        owner = next((name for name, parts in self.parts.items() if any(p.shot == piece.id for p in parts)), piece.id)
        found: list[Part] = []
        for part in self.parts.get(owner, (Part(shot=piece.id),)):
            found += part.without(start, end) if part.shot == piece.id else (part,)
        self.parts[owner] = tuple(found)
        if owner in self.opened:  # what hangs on the shot itself, by its own name
            self.parts[piece.id] = Part(shot=piece.id).without(start, end)

    def free_id(self, base: str) -> str:
        """Return an id like ``base`` that nothing has: ``opening-2``, ``opening-3``."""
        taken = self.bench.ids | self.given | {piece.id for piece in self.pieces} | {new for _, new in self.copies}
        if base not in taken:
            return base
        count = 2
        while f"{base}-{count}" in taken:
            count += 1
        return f"{base}-{count}"
