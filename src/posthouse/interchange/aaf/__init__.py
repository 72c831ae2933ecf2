"""AAF: cuts from and to Media Composer, Premiere, Resolve and Pro Tools; sound turnovers.

What comes in: a compound file of mobs. What goes out: neutral timelines, exact; and back. ``read`` and ``write`` are
those of every format; ``extract`` takes embedded sound out; ``write_turnover`` writes the AAF a mixer opens in Pro
Tools. Reading goes border (the only door to pyaaf2) -> objects (plain values) -> lanes (laid out in time) -> clips.
Standards: AAF Object Specification v1.1, AAF Edit Protocol; where an application does otherwise, the docstring says
which. Read ``objects.py`` first, then ``lanes.py`` and ``sources.py``.
"""

from posthouse.interchange.aaf.essence import Extracted, extract
from posthouse.interchange.aaf.plan import (
    Carriage,
    PictureReference,
    SoundClip,
    SoundSource,
    SoundTrack,
    TurnoverPlan,
)
from posthouse.interchange.aaf.read import read
from posthouse.interchange.aaf.turnover import write_turnover
from posthouse.interchange.aaf.waves import mono_files
from posthouse.interchange.aaf.write import write

__all__ = [
    "Carriage",
    "Extracted",
    "PictureReference",
    "SoundClip",
    "SoundSource",
    "SoundTrack",
    "TurnoverPlan",
    "extract",
    "mono_files",
    "read",
    "write",
    "write_turnover",
]
