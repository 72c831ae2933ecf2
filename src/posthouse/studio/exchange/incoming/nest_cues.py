"""Sound of a nest that belongs to none of its shots, as cues of the cut that plays the nest.

A sequence is heard by its shots' own sound; music inside of it has no place there. Where the nest plays at its own
speed and with a plain sound, the music is a cue beside it for as long as the nest lets it be heard: the same samples.
Where it does not, no cue sounds the same, and it is told.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from posthouse.interchange import Clip, Curve, Track
from posthouse.studio.exchange.incoming.layers import reaching
from posthouse.studio.exchange.incoming.soundfades import Heard
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.studio.exchange.incoming.desk import Desk, Standing

Waiting = tuple[Heard, Track, str]
"""A sound that belongs to no shot, with its track and the track's name."""
_OWN = "a sequence is heard by its shots' own sound, and this belongs to none"


def cues_of_nest(standing: Standing, nest: Heard | None, desk: Desk) -> list[Waiting]:
    """Return what belongs to no shot of a nest as it is heard where a shot plays the nest; tell what no cue can say.

    Args:
        standing: the shot that plays it.
        nest: what is heard of it there; None where it is silent.
        desk: the timeline the shot stands in.
    """
    waiting = desk.nest_sounds.get(str(standing.entry["from"]), ()) if standing.clip.nested is not None else ()
    found: list[Waiting] = []
    for heard, track, name in waiting:
        item = f"{standing.shot}/{heard.clip.name}"
        reason = "its track is off" if not track.is_enabled else _why_not(nest, standing, desk)
        if reason or nest is None:
            desk.ledger.drop(item, "clip", f"{_OWN}; {reason}")
            continue
        first = int(_first_of(nest, desk))
        clip = _laid(heard.clip, nest.clip, first)
        if clip is None:
            continue  # the nest's trim leaves it out
        if reason := _why_unlike(clip, heard.clip, nest.clip):
            desk.ledger.drop(item, "clip", f"{_OWN}; {reason}")
            continue
        found.append((dataclasses.replace(heard, clip=clip), track, name))
    return found


def _first_of(nest: Heard, desk: Desk) -> Fraction:
    """Return the frame of a nest its sound begins with."""
    source = nest.clip.source
    return source.start * desk.timeline.rate.fraction / source.rate.fraction


def _why_not(nest: Heard | None, standing: Standing, desk: Desk) -> str:
    """Return why nothing of a nest sounds the same beside it; empty where it does."""
    if nest is None:
        return "no sound of the nest is heard with this picture"
    clip = nest.clip
    if standing.entry.get("omit"):
        return "the nest is switched off"
    if clip.speed != 1 or clip.ramp:
        return "the nest plays at another speed"
    if clip.pan is not None or not (clip.gain_db is None or clip.gain_db.is_constant):
        return "the nest's sound is panned, or its level moves"
    if nest.is_joined_before or nest.is_joined_after:
        return "the nest's sound crossfades"
    if _first_of(nest, desk).denominator != 1:
        return "the nest begins between two frames"
    return ""


def _laid(clip: Clip, nest: Clip, first: int) -> Clip | None:
    """Return a sound of a nest in the time of the cut, as much of it as the nest plays; None where that is nothing."""
    moved = clip.record.shifted(nest.record.start_frame - first)
    window = nest.record
    if not moved.overlaps(window):
        return None
    kept = FrameRange(max(moved.start_frame, window.start_frame), min(moved.end_frame, window.end_frame))
    shown = reaching(dataclasses.replace(clip, record=moved), kept.start_frame, kept.end_frame)
    if nest.gain_db is None or not (clip.gain_db is None or clip.gain_db.is_constant):
        return shown
    own = clip.gain_db.keys[0].value[0] if clip.gain_db is not None else 0.0
    return dataclasses.replace(shown, gain_db=Curve.constant(own + nest.gain_db.keys[0].value[0]))


def _why_unlike(clip: Clip, whole: Clip, nest: Clip) -> str:
    """Return why a sound of a nest would not be as it is there: fades that overlap or are cut off."""
    is_trimmed_head = clip.record.start_frame == nest.record.start_frame
    is_trimmed_tail = clip.record.end_frame == nest.record.end_frame
    is_shorter = clip.record.duration_frames < whole.record.duration_frames
    if is_shorter and ((is_trimmed_head and clip.fade_in) or (is_trimmed_tail and clip.fade_out)):
        return "the nest's trim cuts its fade"
    reached_head = clip.record.start_frame < nest.record.start_frame + nest.fade_in
    reached_tail = clip.record.end_frame > nest.record.end_frame - nest.fade_out
    return "the nest's own fade lies over it" if reached_head or reached_tail else ""
