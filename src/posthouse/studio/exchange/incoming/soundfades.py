"""The crossfades of a sound track: those under a dissolve of the picture stay with it, others are handles and fades."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.studio.exchange.incoming.layers import reaching

if TYPE_CHECKING:
    from posthouse.interchange import Clip, Track, Transition


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A sound clip, and whether it crossfades with its neighbours just as the picture dissolves."""

    clip: Clip
    is_joined_before: bool = False
    is_joined_after: bool = False


def heard_clips(track: Track, joins: dict[int, tuple[int, int]]) -> list[Heard]:
    """Return a track's clips with every crossfade and fade of the track in them."""
    found = [Heard(clip=clip) for clip in sorted(track.clips, key=lambda clip: clip.record)]
    starts = {each.clip.record.start_frame: index for index, each in enumerate(found)}
    ends = {each.clip.record.end_frame: index for index, each in enumerate(found)}
    for transition in track.transitions:
        beside = [edges[transition.join] for edges in (ends, starts) if transition.join in edges]
        spread = (transition.join - transition.record.start_frame, transition.record.end_frame - transition.join)
        is_pictures = joins.get(transition.join) == spread and len(beside) == 2
        for index in beside:
            found[index] = _joined(found[index], transition) if is_pictures else _faded(found[index], transition)
    return found


def _joined(heard: Heard, transition: Transition) -> Heard:
    record = heard.clip.record
    return dataclasses.replace(
        heard,
        is_joined_before=heard.is_joined_before or record.start_frame == transition.join,
        is_joined_after=heard.is_joined_after or record.end_frame == transition.join,
    )


def _faded(heard: Heard, transition: Transition) -> Heard:
    clip, record, frames = heard.clip, heard.clip.record, transition.record.duration_frames
    if record.start_frame == transition.join:
        longer = reaching(clip, transition.record.start_frame, record.end_frame)
        return dataclasses.replace(heard, clip=dataclasses.replace(longer, fade_in=frames))
    if record.end_frame == transition.join:
        longer = reaching(clip, record.start_frame, transition.record.end_frame)
        return dataclasses.replace(heard, clip=dataclasses.replace(longer, fade_out=frames))
    return heard
