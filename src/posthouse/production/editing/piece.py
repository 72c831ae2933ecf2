"""The cut on the bench: its items in frames, each knowing the entry of the document it came from."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from posthouse.editorial.track_spec import OVER_TRACK
from posthouse.production.arrange import REMOVED, Kept, arranged_value
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.production.arrange import Change, Entry
    from posthouse.production.editing.run import Run
    from posthouse.production.tree import Plain


class PieceKind(enum.StrEnum):
    """What an item of the cut is."""

    SHOT = "shot"
    GAP = "gap"
    TRANSITION = "transition"
    OMITTED = "omitted"  # a shot that is in the text only


class Only(enum.StrEnum):
    """Which half of a shot an operation is on."""

    BOTH = "both"
    PICTURE = "picture"
    SOUND = "sound"


class Side(enum.StrEnum):
    """An end of a shot."""

    HEAD = "head"
    TAIL = "tail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One item of the cut. ``index`` is its entry in the list as it was; None: it is new.

    ``written`` is the run, or the frames of a gap, that the entry says with ``changes``; what differs is spelled anew.
    """

    kind: PieceKind
    value: Mapping[str, Plain]
    index: int | None = None
    id: str = ""
    run: Run | None = None
    gap_frames: int = 0
    written: Run | int | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)
    entry: Entry | None = None
    """How a new piece is written, where it comes from another list of the document."""
    instead: int | None = None
    """The old entry whose place a new piece takes, under the comments above it."""
    is_guess: bool = False
    """How long it lasts is not known without its media."""
    record: int = 0
    """Of a shot over the cut, the programme frame it begins at."""
    written_record: int | None = None
    """The one that the entry says with ``changes``; what differs is spelled anew."""

    @property
    def is_shot(self) -> bool:
        """Return whether it is a shot in the programme."""
        return self.kind is PieceKind.SHOT

    @property
    def is_real(self) -> bool:
        """Return whether it takes programme time: a shot or a gap."""
        return self.kind in {PieceKind.SHOT, PieceKind.GAP}

    @property
    def frames(self) -> int:
        """Return how many programme frames it takes."""
        if self.kind is PieceKind.GAP:
            return self.gap_frames
        return self.playing.duration_frames if self.is_shot else 0

    @property
    def playing(self) -> Run:
        """Return what a shot plays."""
        assert self.run is not None
        return self.run

    @property
    def fields(self) -> dict[str, Plain]:
        """Return what its entry says, changes taken in; its timing as it was."""
        (value,) = arranged_value([dict(self.value)], [Kept(index=0, changes=self.changes)])
        assert isinstance(value, dict)
        return value

    @property
    def media(self) -> str:
        """Return the name of a shot's media."""
        return str(self.fields.get("from", ""))

    @property
    def clock(self) -> str:
        """Return the name of the source its times count on: its media, or the angle of it."""
        angle = self.fields.get("angle")
        return f"{self.media}/{angle}" if angle else self.media

    @property
    def track(self) -> str:
        """Return the picture track of a shot over the cut."""
        return str(self.fields.get("track", OVER_TRACK))

    @property
    def span(self) -> FrameRange:
        """Return the programme frames of a shot over the cut."""
        return FrameRange.lasting(self.record, self.frames)

    @property
    def name(self) -> str:
        """Return what to call it in a sentence."""
        if self.kind is PieceKind.TRANSITION:
            return next(iter(self.value))
        return self.id or "the gap"

    def changed(self, changes: Mapping[str, Change]) -> Piece:
        """Return it with fields changed, as ``sound.trail``; one that empties ``sound`` takes it out."""
        made = replace(self, changes={**self.changes, **changes})
        if made.fields.get("sound") == {}:
            kept = {name: change for name, change in made.changes.items() if not name.startswith("sound.")}
            made = replace(made, changes={**kept, "sound": REMOVED})
        return made


def gap_piece(frames: int) -> Piece:
    """Return a new gap."""
    return Piece(kind=PieceKind.GAP, value={"gap": f"{frames}f"}, gap_frames=frames, written=frames)
