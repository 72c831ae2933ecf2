"""Which sounds go with which picture: those of one take that play the same part of the same media at the same time."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from posthouse.interchange.timeline import TrackKind

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.interchange.timeline import Clip, Timeline


def sounds_of_pictures(timeline: Timeline) -> dict[str, tuple[Clip, ...]]:
    """Return the sounds that are written with a picture, by the picture's id."""
    heard: dict[str, list[Clip]] = defaultdict(list)
    for track in timeline.of_kind(TrackKind.SOUND):
        for clip in track.clips:
            if clip.link and track.is_enabled:
                heard[clip.link].append(clip)
    rate = timeline.rate.fraction
    found: dict[str, tuple[Clip, ...]] = {}
    taken: set[str] = set()
    for track in timeline.of_kind(TrackKind.PICTURE):
        for clip in track.clips if track.is_enabled else ():
            fitting = [
                each for each in heard.get(clip.link, []) if each.id not in taken and _goes_with(each, clip, rate)
            ]
            if fitting and _can_stand_together(fitting):
                found[clip.id] = tuple(fitting)
                taken |= {each.id for each in fitting}
    return found


def _is_split(sound: Clip, picture: Clip, rate: Fraction) -> bool:
    """Return whether a sound begins or ends beside its picture, in sync: a J or L cut."""
    if picture.speed != 1 or picture.ramp:
        return False
    later = (sound.record.start_frame - picture.record.start_frame) / rate
    return (sound.source.start - picture.source.start) / picture.source.rate.fraction == later


def _goes_with(sound: Clip, picture: Clip, rate: Fraction) -> bool:
    if sound.angles or picture.angles:
        is_same = sound.angles == picture.angles
    else:
        is_same = sound.nested == picture.nested and sound.media.file == picture.media.file
        is_same = is_same and sound.media.name == picture.media.name
    return (
        is_same
        and (sound.speed, sound.ramp, sound.source.rate) == (picture.speed, picture.ramp, picture.source.rate)
        and ((sound.record, sound.source) == (picture.record, picture.source) or _is_split(sound, picture, rate))
        and sound.name == picture.name
        and bool(sound.media.sound_channels or sound.nested)
    )


def _can_stand_together(sounds: list[Clip]) -> bool:
    if len(sounds) == 1:
        return sounds[0].is_enabled or not sounds[0].nested
    if len({sound.record for sound in sounds}) > 1:
        return False
    channels = [channel for sound in sounds for channel in sound.source_channels]
    return all(sound.source_channels for sound in sounds) and len(channels) == len(set(channels))
