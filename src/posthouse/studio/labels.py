"""What chunks are called: the shot, and where on its source's grid."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from posthouse.editorial import Chunk, Shot, Transition
from posthouse.editorial.chunks import GRID_FRAMES

if TYPE_CHECKING:
    from posthouse.studio.programme import Programme


class Labels:
    """Labels of chunks: the shot and where on its source's grid; told apart where two would be alike."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, chunk: Chunk, programme: Programme) -> str:
        """Return a chunk's label, as in ``fleet @96``: unique among those asked for."""
        name = base_name(chunk, programme)
        if isinstance(chunk.base, Shot):
            cell = (
                chunk.base.source.grid_frame(chunk.range.start_frame - chunk.base.start_frame)
                // GRID_FRAMES
                * GRID_FRAMES
            )
            name = f"{name} @{cell}"
        self._seen[name] += 1
        return name if self._seen[name] == 1 else f"{name} ({self._seen[name]})"


def base_name(chunk: Chunk, programme: Programme) -> str:
    """Return the name of what a chunk shows: the shot, both shots of a transition, or a gap."""
    base = chunk.base
    if isinstance(base, Shot):
        return base.shot
    if isinstance(base, Transition):
        ends = [programme.shown.events[index] for index in (base.before, base.after)]
        return " > ".join(getattr(end, "shot", "gap") for end in ends)
    return "gap"
