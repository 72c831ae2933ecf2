"""Fades of clips as transitions from and to black, which is how an EDL says them.

A picture that comes up from nothing at the head of a list, or goes to nothing at its tail, is an opacity in a document,
as nothing stands there to dissolve from: 0 to 1 over its first frames, 1 to 0 over its last.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posthouse.interchange.timeline import TrackKind, Transition, TransitionKind
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.ledger import Ledger
    from posthouse.interchange.timeline import Clip, Curve, Key, Track

_ENDS = {((0.0,), (1.0,)), ((1.0,), (0.0,))}


def with_fades(track: Track, clips: list[Clip]) -> list[Clip]:
    """Return the clips of a track, those of a picture whose opacity is a fade from or to nothing with that fade."""
    if track.kind is not TrackKind.PICTURE:
        return clips
    starts, ends = {clip.record.start_frame for clip in clips}, {clip.record.end_frame for clip in clips}
    return [
        _with_fade(clip, is_first=clip.record.start_frame not in ends, is_last=clip.record.end_frame not in starts)
        for clip in clips
    ]


def transitions_of_fades(track: Track, clips: list[Clip], ledger: Ledger) -> list[Transition]:
    """Return the fades of clips as transitions from and to black; those of layers and sound are told."""
    joins = {transition.join for transition in track.transitions}
    found: list[Transition] = []
    for clip in clips:
        start, end = clip.record.start_frame, clip.record.end_frame
        if clip.fade_in and start not in joins:
            record = FrameRange.lasting(start, min(clip.fade_in, clip.record.duration_frames))
            found.append(Transition(kind=TransitionKind.FADE_IN, record=record, join=start))
        if clip.fade_out and end not in joins and clip.fade_out < clip.record.duration_frames:
            record = FrameRange(end - clip.fade_out, end)
            found.append(Transition(kind=TransitionKind.FADE_OUT, record=record, join=end))
    if found and any(clip.fade_in or clip.fade_out for clip in track.clips):
        ledger.approximate(track.name, "level", "fades of clips are written as dissolves from and to black")
    return found


def _with_fade(clip: Clip, *, is_first: bool, is_last: bool) -> Clip:
    """Return a clip with the fades its opacity is, where nothing stands before or after it; else as it is."""
    found = None if clip.opacity is None else _fades(clip.opacity, clip.record.duration_frames - 1)
    if found is None or (found[0] and not is_first) or (found[1] and not is_last):
        return clip
    return replace(clip, opacity=None, fade_in=found[0] or clip.fade_in, fade_out=found[1] or clip.fade_out)


def _fades(opacity: Curve, last: int) -> tuple[int, int] | None:
    """Return the frames an opacity takes up from nothing and down to it; None where it does anything else."""
    keys = opacity.keys
    pairs = list(zip(keys[::2], keys[1::2], strict=False))
    is_paired = len(keys) in {2, 4} and all((one.value, two.value) in _ENDS for one, two in pairs)
    if not is_paired or any(one.ease != "linear" or (two.at - one.at).denominator != 1 for one, two in pairs):
        return None
    up = _length(next((pair for pair in pairs if pair[0].value == (0.0,) and pair[0].at == 0), None))
    down = _length(next((pair for pair in pairs if pair[1].value == (0.0,) and pair[1].at == last), None))
    return (up, down) if (up > 0) + (down > 0) == len(pairs) else None


def _length(pair: tuple[Key, Key] | None) -> int:
    return 0 if pair is None else int(pair[1].at - pair[0].at)
