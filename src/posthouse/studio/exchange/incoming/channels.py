"""Channels of one file, a clip each, as the one sound they are: a cue plays all of its file.

Example: an EDL's event on AA and ``AUD 3`` is three clips of one file at one place; three cues of it would be heard
9.5 dB too loud (20 log 3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.studio.exchange.incoming.sources import media_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.interchange import Track
    from posthouse.studio.exchange.incoming.desk import Desk
    from posthouse.studio.exchange.incoming.soundfades import Heard

Lane = tuple["Track", list["Heard"]]
_PAIR = 2


def one_of_each(lanes: Sequence[Lane], desk: Desk) -> list[Lane]:
    """Return tracks with one clip for all that differ only in the channels they carry; the first track has it."""
    alike: dict[object, list[Heard]] = {}
    for track, heard in lanes:
        for each in heard:
            alike.setdefault(_sameness(each, track), []).append(each)
    gone = {id(each) for twins in alike.values() if _are_channels(twins) for each in twins[1:]}
    for twins in alike.values():
        if _are_channels(twins):
            _tell(twins, desk)
    return [(track, [each for each in heard if id(each) not in gone]) for track, heard in lanes]


def _sameness(heard: Heard, track: Track) -> object:
    """Return all of a clip that is heard, but for its channels."""
    clip = heard.clip
    place = (media_key(clip.media), clip.nested, clip.record, clip.source, clip.speed, clip.ramp)
    mix = (clip.gain_db, clip.pan, clip.fade_in, clip.fade_out, clip.role, track.role)
    return (*place, *mix, heard.is_joined_before, heard.is_joined_after, clip.is_enabled, track.is_enabled)


def _channels(twins: list[Heard]) -> list[int]:
    return sorted(channel for each in twins for channel in each.clip.source_channels)


def _are_channels(twins: list[Heard]) -> bool:
    """Return whether clips carry channels of their own each: one channel twice is meant to be louder."""
    found = _channels(twins)
    return len(twins) > 1 and all(each.clip.source_channels for each in twins) and len(found) == len(set(found))


def _tell(twins: list[Heard], desk: Desk) -> None:
    """Tell that channels are one sound; all of them, or a plain pair, are just what the file is."""
    media, found = twins[0].clip.media, _channels(twins)
    known = desk.book.references.get(desk.book.by_key.get(media_key(media), ""), media).sound_channels
    if found == list(range(1, (known or _PAIR) + 1)):
        desk.ledger.keep(twins[0].clip.name, "track")
    else:
        said = ", ".join(map(str, found))
        reason = f"its channels {said} are one sound: all channels of its file are heard"
        desk.ledger.approximate(twins[0].clip.name, "track", reason)
