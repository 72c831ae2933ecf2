"""Pieces of a lane as clips and transitions of the neutral timeline."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from posthouse.interchange.aaf import curves, ids, objects
from posthouse.interchange.aaf.motion import Motion, motion_of
from posthouse.interchange.aaf.sources import Found, composition_of, find_source
from posthouse.interchange.timeline import (
    Clip,
    Curve,
    Effect,
    MediaKind,
    MediaRef,
    SourceSpan,
    TimePoint,
)
from posthouse.timing import FrameRange, Rate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from posthouse.interchange.aaf.lanes import Piece, Wrap
    from posthouse.interchange.ledger import Ledger

_GAINS: Final = (ids.MONO_AUDIO_GAIN, ids.STEREO_AUDIO_GAIN)
_QUIET: Final = (*_GAINS, ids.MONO_AUDIO_PAN, ids.AUDIO_CHANNEL_COMBINER, ids.AVID_SUBMASTER)
"""Operations that are said in a clip's own words, so are no effects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all clips of one track share. ``nest`` puts a composition or layers among the nested and returns its id."""

    mobs: Mapping[str, objects.Mob]
    slot: objects.Slot
    rate: Rate
    name: str
    ledger: Ledger
    nest: Callable[[objects.Mob | tuple[objects.Segment, ...], str, str], str | None]
    links: dict[tuple[object, ...], str] = field(default_factory=dict)

    def frames(self, units: Fraction | int) -> Fraction:
        """Return edit units of the slot in timeline frames."""
        return units * self.rate.fraction / self.slot.rate


def clip_of(piece: Piece, number: int, setting: Setting) -> Clip | None:
    """Return one piece as a clip, or None where there is nothing to show of it, with the reason in the ledger."""
    item = f"{setting.name}-{number:03}"
    found = _found(piece, item, setting)
    if found is None:
        return None
    source, nested = found
    motion = _motion(piece, item, setting)
    scale = source.rate.fraction / setting.slot.rate
    start = source.start + motion.start * scale
    record, shift = _record(piece, source, start, motion.length * scale, setting)
    if record.is_empty:
        setting.ledger.drop(item, "clip", "it is shorter than half a frame")
        return None
    span = SourceSpan(
        rate=source.rate,
        start=start + shift * motion.speed * source.rate.fraction / setting.rate.fraction,
        duration=_duration(record, motion, source.rate, setting),
    )
    clip = Clip(
        id=item,
        name=piece.name or source.media.name,
        record=record,
        source=span,
        media=source.media,
        nested=nested,
        speed=motion.speed,
        ramp=tuple(TimePoint(record=setting.frames(at), source=value * scale) for at, value in motion.points),
        source_channels=source.channels or tuple(range(1, piece.channels + 1)),
    )
    return _worded(clip, piece, setting)


def _worded(clip: Clip, piece: Piece, setting: Setting) -> Clip:
    """Return a clip with what wraps it, in a clip's own words, told."""
    worded = replace(
        clip,
        is_enabled=not piece.is_disabled,
        gain_db=_gain(piece, clip.record, setting),
        pan=_pan(piece, clip.record, setting),
        notes=_notes(piece),
        effects=tuple(_effects(piece)),
        facts=_facts(piece, setting),
    )
    _tell(worded, setting)
    return worded


def _found(piece: Piece, item: str, setting: Setting) -> tuple[Found, str | None] | None:
    """Return what a piece shows, and the id of the nested timeline where it is one."""
    inner = composition_of(setting.mobs, piece.clip) if piece.clip else None
    if piece.clip is not None and inner is None:
        return find_source(setting.mobs, piece.clip, setting.slot, setting.rate), None
    name = inner.name if inner else piece.name
    nested = setting.nest(inner or piece.nest, item, name)
    if nested is None:
        setting.ledger.drop(item, "nested", "the composition shows itself")
        return None
    start = setting.frames(piece.clip.start) if piece.clip else Fraction(0)
    media = MediaRef(name=name or item, kind=MediaKind.FILE, id=inner.id if inner else "", has_timecode=False)
    return Found(media=media, start=start, rate=setting.rate), nested


def _motion(piece: Piece, item: str, setting: Setting) -> Motion:
    offset, length = piece.start - piece.at, piece.end - piece.start
    if piece.motion is None:
        return Motion(start=Fraction(offset), length=Fraction(length), speed=Fraction(1))
    operation = piece.motion.operation
    inside = piece.clip.length if piece.clip else operation.length
    motion = motion_of(operation, offset, length, inside)
    if motion.is_exact:
        setting.ledger.keep(item, "speed")
    else:
        setting.ledger.approximate(
            item, "speed", "the file gives speeds only, not a map; they are summed up frame by frame"
        )
    return motion


def _record(
    piece: Piece, source: Found, start: Fraction, length: Fraction, setting: Setting
) -> tuple[FrameRange, Fraction]:
    """Return the whole frames a piece stands for, and how far its first is from its true place, in timeline frames.

    Edges go to the nearest frame; where the media has nothing for the part of a frame that is added, inwards.
    """
    true_start, true_end = setting.frames(piece.start), setting.frames(piece.end)
    low, high = nearest(true_start), nearest(true_end)
    available = source.media.available
    if available is not None and low < true_start and start <= available.start:
        low = -(-true_start.numerator // true_start.denominator)
    if available is not None and high > true_end and start + length >= available.end:
        high = true_end.__floor__()
    return FrameRange(low, max(low, high)), low - true_start


def nearest(frames: Fraction) -> int:
    """Return the nearest whole frame, halves up."""
    return (frames + Fraction(1, 2)).__floor__()


def _duration(record: FrameRange, motion: Motion, rate: Rate, setting: Setting) -> Fraction:
    if motion.points:
        return motion.length * rate.fraction / setting.slot.rate
    if motion.speed == 0:
        return Fraction(1)
    return abs(motion.speed) * record.duration_frames * rate.fraction / setting.rate.fraction


def _gain(piece: Piece, record: FrameRange, setting: Setting) -> Curve | None:
    total: Curve | None = None
    for wrap in piece.wraps:
        if wrap.operation.id not in _GAINS:
            continue
        parameter = wrap.operation.parameter(ids.AMPLITUDE, ids.AVID_CLIP_RATIO)
        if parameter is None:
            continue
        if parameter.points:
            level = curves.from_amplitudes(_placed(wrap, parameter, setting))
            points = [(key.at, key.value[0]) for key in level.keys]
            total = curves.summed(total, _sliced(points, record))
        elif isinstance(parameter.value, Fraction):
            total = curves.summed(total, Curve.constant(curves.decibels(float(parameter.value))))
    return total


def _pan(piece: Piece, record: FrameRange, setting: Setting) -> Curve | None:
    for wrap in piece.wraps:
        parameter = wrap.operation.parameter(ids.PAN) if wrap.operation.id == ids.MONO_AUDIO_PAN else None
        if parameter is not None and parameter.points:
            points = [(at, _side(value)) for at, value in _placed(wrap, parameter, setting)]
            return _sliced(points, record)
        if parameter is not None and isinstance(parameter.value, Fraction):
            return Curve.constant(_side(parameter.value))
    return None


def _side(value: Fraction) -> float:
    """Return 0..1 from left to right as -1..1."""
    return round(float(value) * 2 - 1, 7)


def _placed(wrap: Wrap, parameter: objects.Parameter, setting: Setting) -> list[tuple[Fraction, Fraction]]:
    """Return a curve's points in timeline frames on the record; an AAF counts them in parts of the operation."""
    length = wrap.operation.length
    placed = [(setting.frames(wrap.at + at * length), value) for at, value in parameter.points]
    if parameter.interpolation != ids.CONSTANT:
        return placed
    held = [(right[0], left[1]) for left, right in itertools.pairwise(placed)]
    return sorted([*placed, *held], key=lambda point: (point[0], point in placed))


def _sliced(points: list[tuple[Fraction, float]], record: FrameRange) -> Curve:
    return curves.sliced(points, Fraction(record.start_frame), Fraction(record.end_frame))


def _notes(piece: Piece) -> tuple[str, ...]:
    note = piece.clip.notes.get("_COMMENT", "") if piece.clip else ""
    return (note,) if note else ()


def _effects(piece: Piece) -> list[Effect]:
    made = []
    for wrap in piece.wraps:
        if wrap.operation.id in _QUIET:
            continue
        values = {each.name: _fact(each) for each in wrap.operation.parameters if each.name}
        made.append(Effect(name=wrap.operation.name, facts={"aaf": wrap.operation.id, "parameters": values}))
    return made


def _fact(parameter: objects.Parameter) -> object:
    if parameter.points:
        return [[str(at), str(value)] for at, value in parameter.points]
    return None if parameter.value is None else str(parameter.value)


def _facts(piece: Piece, setting: Setting) -> dict[str, object]:
    """Return the exact place of a piece that counts in samples."""
    if setting.slot.rate == setting.rate.fraction:
        return {}
    taken = (piece.clip.start if piece.clip else 0) + piece.start - piece.at
    return {"samples": {"rate": str(setting.slot.rate), "record": [piece.start, piece.end], "start": taken}}


def _tell(clip: Clip, setting: Setting) -> None:
    ledger = setting.ledger
    is_whole = all(setting.frames(edge).denominator == 1 for edge in _edges(clip))
    if is_whole:
        ledger.keep(clip.id, "clip")
    else:
        ledger.approximate(
            clip.id, "clip", "its edges lie between frames; they are moved by less than a frame, in sync"
        )
    for name, value in (("level", clip.gain_db), ("pan", clip.pan)):
        if value is not None:
            ledger.keep(clip.id, name)
    for effect in clip.effects:
        why = f"{effect.name or 'an effect'} is another system's effect: its name and numbers are read, no more"
        ledger.drop(clip.id, "effect", why)
    if clip.media.kind is MediaKind.MISSING and clip.nested is None:
        ledger.approximate(clip.id, "media", "the file does not say where its media lies; it is known by name only")


def _edges(clip: Clip) -> list[int]:
    exact = clip.facts.get("samples")
    return list(exact["record"]) if isinstance(exact, dict) else []
