"""The sound of a shot that takes a version: the footage's, as before, said by ``sound_from:`` at the version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posthouse.editorial import source_seconds
from posthouse.production.group_spec import MulticamSpec
from posthouse.timing import Length

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from posthouse.editorial import Shot
    from posthouse.media.library import MediaLibrary
    from posthouse.production.splice import Value
    from posthouse.studio.film import Film
    from posthouse.studio.turnover.pulled import Pulled

_BAKED_WORDS = ("in", "out", "for", "speed", "freeze")
_BLOCK_SECONDS = 10
_HEARD = 10 ** (-80 / 20)
"""Below it a version's sound is taken for silence."""


def sound_of_footage(film: Film, shot: Shot, written: Mapping[str, Value], first: int) -> Value:
    """Return ``sound_from`` of a version whose first frame is a frame of the footage, on the programme's grid."""
    entry = _footage(film, shot, written)
    source = film.programme.sources.get(shot.clock) if "angle" in entry or entry["media"] != shot.media else None
    if source is not None:  # a group has a clock of its own
        rate = film.production.document.format.rate
        first = rate.nearest_frames(rate.seconds_at(first) + source.offset_seconds)
    return entry | {"in": f"{first}f"}


def sound_of_baked(film: Film, shot: Shot, written: Mapping[str, Value], sent: Pulled) -> Value:
    """Return ``sound_from`` of a version with a shot's retime baked in: the shot's own words."""
    entry = _footage(film, shot, written)
    if "angle" not in entry:
        entry["media"] = written["from"]  # of a subclip, the shot's range lies within it
    return entry | {"at": f"{sent.leads}f"} | {word: written[word] for word in _BAKED_WORDS if word in written}


def sound_moved(film: Film, said: Value, later: int) -> Value:
    """Return an earlier version's ``sound_from`` for one that begins so many frames of the programme's grid later."""
    if not later or not isinstance(said, dict) or "in" not in said:
        return said
    name, angle, rate = said["media"], said.get("angle"), film.production.document.format.rate
    source = film.programme.sources[f"{name}/{angle}" if angle else str(name)]
    first = source_seconds(Length.parse(said["in"]), source) + source.offset_seconds
    return said | {"in": f"{rate.nearest_frames(first) + later}f"}


def _footage(film: Film, shot: Shot, written: Mapping[str, Value]) -> dict[str, Value]:
    """Return the media a shot is heard from, as far as it is no range: a group where it shows one, else the whole."""
    name = str(written["from"])
    group = film.production.document.media.get(name)
    if not isinstance(group, MulticamSpec):
        return {"media": shot.media}
    return {"media": name, "angle": str(written.get("angle") or group.first_angle)}


def is_heard(path: Path, library: MediaLibrary) -> bool:
    """Return whether a file has sound that is not silence."""
    from posthouse.media.sound_in import SoundReader  # late: opening media loads FFmpeg

    info = library.info(path)
    if not info.sounds:
        return False
    reader = SoundReader(path, info, 0, library=library)
    try:
        step = _BLOCK_SECONDS * reader.sample_rate
        starts = range(0, info.sounds[0].duration_samples, step)
        return any(float(np.abs(reader.read(at, step)).max(initial=0.0)) > _HEARD for at in starts)
    finally:
        reader.close()
