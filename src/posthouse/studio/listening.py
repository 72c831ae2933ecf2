"""The programme's sound as samples: a stem, the mix or the master, any range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.media.pcm import PcmReader
from posthouse.timing import floor_sample_at_frame

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.build import Job
    from posthouse.signal import Sound
    from posthouse.studio.jobs import JobPlanner
    from posthouse.timing import FrameRange

MASTER, MIX = "master", "mix"


def sound_job(planner: JobPlanner, part: str) -> Job:
    """Return the job that makes a part of the sound: ``master``, ``mix``, or a stem by name.

    Raises:
        ProductionError: the programme has no such part.
    """
    sound = planner.sound()
    parts = {**sound.stems, MIX: sound.mix, MASTER: sound.final}
    if part not in parts:
        raise ProductionError(f"the programme's sound has no {part!r}", hint=f"it has {', '.join(parts)}")
    return parts[part]


def samples_of(path: Path, frames: FrameRange, planner: JobPlanner) -> Sound:
    """Return (channel, sample) float32 of programme frames of a sound file in the store."""
    rate = planner.document.format.rate
    with PcmReader(path) as sound:
        start = floor_sample_at_frame(frames.start_frame, rate, sound.sample_rate)
        end = floor_sample_at_frame(frames.end_frame, rate, sound.sample_rate)
        return sound.read(min(start, sound.samples), min(end, sound.samples))
