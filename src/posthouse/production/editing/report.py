"""What an edit did: in an editor's words, and shot by shot."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from posthouse.timing import FrameRange


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotChange:
    """One shot before and after: programme frames (record; in a sequence, frames of it), and source frames.

    Source frames are on the programme's grid; None: the shot is not there. ``kind`` is new, removed, trimmed, slipped,
    retimed, moved or changed.
    """

    shot: str
    kind: str
    record_before: FrameRange | None = None
    record_after: FrameRange | None = None
    source_before: FrameRange | None = None
    source_after: FrameRange | None = None

    def facts(self) -> dict[str, Any]:
        """Return it as plain data; ranges are [first, end)."""
        found = asdict(self)
        for name in ("record_before", "record_after", "source_before", "source_after"):
            found[name] = _plain(getattr(self, name))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A shot that plays an edited sequence, with its programme frames; None: it is not in the cut itself."""

    shot: str
    record_before: FrameRange | None = None
    record_after: FrameRange | None = None

    def facts(self) -> dict[str, Any]:
        """Return it as plain data; ranges are [first, end)."""
        return {
            "shot": self.shot,
            "record_before": _plain(self.record_before),
            "record_after": _plain(self.record_after),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceChange:
    """The sequence an edit was in, and all shots that play it: each plays what it is now."""

    name: str
    frames_before: int
    frames_after: int
    uses: tuple[Use, ...] = ()

    def facts(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "name": self.name,
            "frames_before": self.frames_before,
            "frames_after": self.frames_after,
            "uses": [use.facts() for use in self.uses],
        }


def _plain(span: FrameRange | None) -> list[int] | None:
    return None if span is None else [span.start_frame, span.end_frame]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """One edit, done."""

    operation: str
    said: tuple[str, ...]
    """What was done, a sentence each."""
    shots: tuple[ShotChange, ...]
    """The shots whose own frames changed, and those that came or went."""
    shifted: tuple[int, int]
    """(how many other shots lie elsewhere now, by how many frames the programme grew)."""
    notes: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()
    """What fell off and was parked in comments."""
    frames_before: int = 0
    frames_after: int = 0
    sequence: SequenceChange | None = None
    """Where the edit was in a sequence: then the shots are its own, and their records its own frames."""

    def facts(self) -> dict[str, Any]:
        """Return it as plain data for ``--json``."""
        return {
            "operation": self.operation,
            "said": list(self.said),
            "sequence": None if self.sequence is None else self.sequence.facts(),
            "shots": [shot.facts() for shot in self.shots],
            "shifted_shots": self.shifted[0],
            "frames_before": self.frames_before,
            "frames_after": self.frames_after,
            "notes": list(self.notes),
            "parked": list(self.parked),
        }
