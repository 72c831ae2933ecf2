"""What became of each shot, and of whatever hangs on one: where its frame is now.

``fleet@00:00:05:00`` stays on its source frame, in whichever shot shows that now. Bare ``fleet`` is the start of the
shot, wherever that is. ``fleet+12f`` was set against the picture twelve frames in, so it is counted anew to stay on
that picture; where that was cut away, it follows the cut as it is written, and is told of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.fields import Anchor, AnchorKind
from posthouse.studio.comparing.layout import is_freeze
from posthouse.studio.recut.timing_text import spelled_length
from posthouse.timing import SourceMap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.studio.comparing.layout import LaidShot, Layout
    from posthouse.studio.recut.inside import Inside
    from posthouse.timing import Rate, Retime


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A shot of the new cut that shows footage of an old one: the shot itself, or a piece of it."""

    id: str
    retime: Retime
    start_frame: int
    is_itself: bool
    """It begins where the old shot did, more or less: what counts from the shot's start stays with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """An old shot, and what shows its footage now, itself first; nothing: it is gone."""

    shot: LaidShot
    pieces: tuple[Piece, ...] = ()
    is_replaced: bool = False
    """Its footage is another now."""
    repeats: tuple[str, ...] = ()
    """New shots that use the same footage once more."""
    echoes: tuple[Piece, ...] = ()
    """The same, with their frames: where else a picture is that the shot itself lacks now."""
    is_parked: bool = False
    """It was not in the old cut, but parked."""
    is_inside: bool = False
    """It stands inside a sequence."""

    @property
    def is_in_cut(self) -> bool:
        """Return whether it stood in the old cut itself."""
        return not self.is_parked and not self.is_inside and not self.shot.lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """Where an anchor is now: its text, or None and the reason; ``note`` tells of what is not quite as it was."""

    text: str | None
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Fates:
    """The fates of all shots of the old cut, and of parked ones, by id."""

    rate: Rate
    layout: Layout
    of: Mapping[str, Fate] = field(default_factory=dict)
    follows_cut: bool = False
    """Anchors counted from a shot's start are left as they are."""
    inside: Inside | None = None
    """What became of shots inside sequences."""

    def landing(self, written: str) -> Landing:
        """Return where an anchor of the old document is now."""
        try:
            anchor = Anchor.parse(written)
        except ValueError:
            return Landing(text=written)
        if self.inside is not None and (found := self.inside.landing(anchor, written, self)) is not None:
            return found
        fate = self.of.get(anchor.shot)
        if anchor.kind is AnchorKind.PROGRAMME or fate is None:
            return Landing(text=written)
        if not fate.pieces:
            return Landing(text=None, reason=f"its shot {anchor.shot} is not in the new cut")
        if anchor.kind is AnchorKind.SOURCE:
            return self._at_source(anchor, fate, written)
        return self._at_offset(anchor, fate, written)

    def _at_source(self, anchor: Anchor, fate: Fate, written: str) -> Landing:
        if fate.is_replaced:
            return Landing(text=None, reason=f"{anchor.shot} is of other footage now")
        wanted = self.layout.source_frame(fate.shot, anchor.offset)
        for piece in (*fate.pieces, *fate.echoes):
            if wanted is not None and not is_freeze(piece.retime) and piece.retime.frame_reaching(wanted) is not None:
                time = written.split("@", 1)[1]
                return Landing(text=written if piece.id == anchor.shot else f"{piece.id}@{time}")
        return Landing(text=None, reason=f"its frame, {written}, is cut away")

    def _at_offset(self, anchor: Anchor, fate: Fate, written: str) -> Landing:
        offset = anchor.offset.nearest_frames(self.rate)
        itself = fate.pieces[0]
        is_inside = 0 <= offset < fate.shot.retime.duration_frames
        is_left = fate.is_replaced or self.follows_cut or not offset or not is_inside
        if itself.is_itself and (is_left or itself.retime == fate.shot.retime):
            return Landing(text=_renamed(anchor, itself.id, written))
        for piece in (*fate.pieces, *fate.echoes):
            moved = moved_frame(fate.shot.retime, piece.retime, offset) if is_inside else None
            if moved is not None:
                counted = f"{piece.id}+{spelled_length(moved, anchor.offset, self.rate)}"
                return Landing(text=_renamed(anchor, piece.id, written) if moved == offset else counted)
        if not itself.is_itself:
            return Landing(text=None, reason=f"its frame, {written}, is cut away")
        return Landing(
            text=_renamed(anchor, itself.id, written),
            note=f"the frame under {written} is cut away; it stands {written} all the same",
        )


def _renamed(anchor: Anchor, name: str, written: str) -> str:
    """Return an anchor on the shot of another name; as it was written, where that is the same."""
    if name == anchor.shot:
        return written
    return str(Anchor(kind=anchor.kind, shot=name, offset=anchor.offset))


def moved_frame(old: Retime, new: Retime, frame: int) -> int | None:
    """Return the frame of a shot that shows what a frame of it showed before it was trimmed or retimed, or None."""
    if is_freeze(new):
        return min(frame, new.duration_frames - 1) if is_freeze(old) else None
    if isinstance(old, SourceMap) and isinstance(new, SourceMap) and old.speed == new.speed:
        shift = (old.position(Fraction(0)) - new.position(Fraction(0))) / old.speed
        if shift.denominator == 1:  # the same phase: several frames may show one picture
            moved = frame + int(shift)
            return moved if 0 <= moved < new.duration_frames else None
    return new.frame_reaching(old.grid_frame(frame))
