"""Every nested sequence resolved once, the innermost first; each is then a source like a media, of the frame's size."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.editorial.anchors import Source
from posthouse.editorial.framing import Raster
from posthouse.editorial.spec import ShotSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.editorial.cut import Cut
    from posthouse.editorial.resolve import CutResolver
    from posthouse.editorial.spec import CutItem

_FRAME = Raster(width=1, height=1)
"""A sequence has the frame's own shape; only shots inside are placed by a raster."""


@dataclass(slots=True)
class Sequences:
    """The sequences of a document: resolved, as sources beside the media, and what in them is unsure."""

    sources: dict[str, Source]
    cuts: dict[str, Cut] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    _begun: set[str] = field(default_factory=set)

    def add(self, name: str, resolver: CutResolver) -> None:
        """Resolve a sequence, and those it plays before it; one that plays itself is refused by the reader."""
        if name in self._begun:
            return
        self._begun.add(name)
        items = resolver.sequences[name]
        for inner in _played(items, resolver):
            self.add(inner, resolver)
        own = resolver.beside(self.sources, self.cuts)
        cut = own.track(items, ("sequences", name))
        if cut.unsure or not cut.events:
            self.unsure |= {each for item in items if isinstance(item, ShotSpec) for each in (item.id,)}
            return
        self.cuts[name] = cut
        self.sources[name] = Source(
            rate=resolver.rate, grid_frames=cut.duration_frames, start_timecode=None, raster=_FRAME
        )


def resolved_sequences(resolver: CutResolver) -> Sequences:
    """Return all sequences of a resolver; what is wrong in them is told at their own lines."""
    found = Sequences(sources=dict(resolver.sources), unsure=set())
    for name in resolver.sequences:
        found.add(name, resolver)
    return found


def _played(items: Sequence[CutItem], resolver: CutResolver) -> list[str]:
    return [item.media for item in items if isinstance(item, ShotSpec) and item.media in resolver.sequences]
