"""Editorial: what the document says about the cut, to shots in whole frames, to chunks, to what each chunk shows.

What comes in: the items of ``cut:`` and ``over:``, and what their media are (``Source``). What goes out: a ``Cut``
(events end to end, transitions across their joins, layers above), its ``Chunk``s on the grid of source time, and a
``Stack`` for each. Standards: SMPTE ST 12 (labels), SMPTE 258M (wipes). Read ``cut.py`` first, then ``resolve.py``.
"""

from posthouse.editorial.anchors import Source, programme_frame, source_seconds
from posthouse.editorial.chunks import Chunk, chunks_of
from posthouse.editorial.cut import Cut, Gap, Layer, Shot, Transition
from posthouse.editorial.framing import Framing, Raster, place
from posthouse.editorial.motion import Motion, exposures, pose_at
from posthouse.editorial.resolve import CutResolver
from posthouse.editorial.stacks import chunk_stack

__all__ = [
    "Chunk",
    "Cut",
    "CutResolver",
    "Framing",
    "Gap",
    "Layer",
    "Motion",
    "Raster",
    "Shot",
    "Source",
    "Transition",
    "chunk_stack",
    "chunks_of",
    "exposures",
    "place",
    "pose_at",
    "programme_frame",
    "source_seconds",
]
