"""Transitions of a lane: dissolves, wipes, dips and fades on picture; cross-fades, fades in and out on sound."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from posthouse.interchange.aaf import ids
from posthouse.interchange.aaf.clips import nearest
from posthouse.interchange.timeline import Transition, TransitionKind
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.aaf.clips import Setting
    from posthouse.interchange.aaf.lanes import Join, Lane
    from posthouse.interchange.timeline import Clip

_DISSOLVES: Final = (
    ids.VIDEO_DISSOLVE,
    ids.AVID_DISSOLVE,
    ids.AVID_FADE_UP,
    ids.AVID_FADE_DOWN,
    ids.VIDEO_FADE_TO_BLACK,
    ids.MONO_AUDIO_DISSOLVE,
    ids.STEREO_AUDIO_DISSOLVE,
)
_BLACK: Final = (0.0, 0.0, 0.0)


def transition_of(join: Join, number: int, setting: Setting) -> Transition | None:
    """Return a transition of a lane, or None where it lies over nothing."""
    item = f"{setting.name}/transition {number:03}"
    if not join.has_before and not join.has_after:
        setting.ledger.drop(item, "transition", "there is nothing on either side of it")
        return None
    record = FrameRange(nearest(setting.frames(join.start)), nearest(setting.frames(join.end)))
    at = min(max(nearest(setting.frames(join.cut)), record.start_frame), record.end_frame)
    kind = _kind(join)
    operation = join.operation
    wipe = operation.parameter(ids.WIPE_NUMBER) if operation else None
    reverse = operation.parameter(ids.WIPE_REVERSE) if operation else None
    if kind is TransitionKind.OTHER:
        reason = f"{operation.name if operation else 'a transition'} is kept by its name only"
        setting.ledger.approximate(item, "transition", reason)
    else:
        setting.ledger.keep(item, "transition")
    return Transition(
        kind=kind,
        record=record,
        join=at,
        name=operation.name if operation else "",
        wipe=int(wipe.value) if wipe and isinstance(wipe.value, Fraction) else None,
        is_reversed=bool(reverse and reverse.value),
        color=_BLACK if kind is TransitionKind.DIP else None,
        facts={"aaf": operation.id} if operation else {},
    )


def _kind(join: Join) -> TransitionKind:
    operation = join.operation
    id_, name = (operation.id, operation.name.lower()) if operation else ("", "")
    if id_ == ids.SMPTE_VIDEO_WIPE or "wipe" in name:
        return TransitionKind.WIPE
    if id_ == ids.AVID_DIP or name.startswith("dip"):
        return TransitionKind.DIP
    if id_ not in _DISSOLVES and "dissolve" not in name and "fade" not in name and operation is not None:
        return TransitionKind.OTHER
    if not join.has_before:
        return TransitionKind.FADE_IN
    return TransitionKind.DISSOLVE if join.has_after else TransitionKind.FADE_OUT


def with_fades(clips: list[Clip | None], lane: Lane, setting: Setting) -> list[Clip | None]:
    """Return the clips of a sound lane's pieces with the fades that stand alone on them."""
    faded = list(clips)
    for join in lane.joins:
        if join.has_before is join.has_after:
            continue
        frames = max(1, nearest(setting.frames(join.end - join.start)))
        for index, (clip, piece) in enumerate(zip(faded, lane.pieces, strict=True)):
            is_there = piece.start == join.start if join.has_after else piece.end == join.end
            if clip is not None and is_there:
                faded[index] = _faded(clip, frames, join)
                setting.ledger.keep(clip.id, "transition")
    return faded


def _faded(clip: Clip, frames: int, join: Join) -> Clip:
    """Return a clip with a fade; where it counts in samples, its facts say how many."""
    frames, exact = min(frames, clip.record.duration_frames), clip.facts.get("samples")
    name, units = ("fade_in" if join.has_after else "fade_out"), join.end - join.start
    facts = {**clip.facts, "samples": {**exact, name: units}} if isinstance(exact, dict) else clip.facts
    if join.has_after:
        return replace(clip, fade_in=frames, facts=facts)
    return replace(clip, fade_out=frames, facts=facts)
