"""Mix: tracks of sound to stems, stems to the programme's mix.

What comes in: one programme-long sound per track (dialogue, music, effects, or any name) and the ``mix:`` section.
What goes out: a stem per track with gain, pan and ducking in it, and the mix, which is the sum of the stems.
Read ``spec.py`` first, then ``stems.py`` and ``duck.py``; ``plan.py`` makes the jobs.
"""

from posthouse.mix.duck import DuckCurve, duck_gains, hop_levels_dbfs, speaking_stretches
from posthouse.mix.pan import balance_gains, channel_gains, pan_gains
from posthouse.mix.spec import DuckSpec, MixSpec, PanLaw, TrackSpec
from posthouse.mix.stems import faded, summed

__all__ = [
    "DuckCurve",
    "DuckSpec",
    "MixSpec",
    "PanLaw",
    "TrackSpec",
    "balance_gains",
    "channel_gains",
    "duck_gains",
    "faded",
    "hop_levels_dbfs",
    "pan_gains",
    "speaking_stretches",
    "summed",
]
