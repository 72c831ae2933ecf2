"""Filters that the neutral timeline has words for: levels, fades, opacity, transforms; the others are named."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.mlt.keys import Base, is_bent
from posthouse.interchange.mlt.transforms import CROPPING, PLACING, Act, cropped, placed
from posthouse.interchange.mlt.words import FADE, KEY, LUT, SILENT_BELOW_DB, frames_of, key_of, properties
from posthouse.interchange.timeline import Curve, Effect
from posthouse.interchange.xml_reading import children
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.mlt.bench import Bench
    from posthouse.interchange.mlt.transforms import Placed
    from posthouse.interchange.timeline import Clip
    from posthouse.interchange.xml_reading import Element

_INNER = {"audiolevel", "volume_normalise", "channelcopy_meter"}
_OPAQUE = Curve.constant(1.0)


def with_filters(bench: Bench, clip: Clip, holders: list[Element], first: int) -> Clip:
    """Return a clip with what its filters say; ``first`` is the source frame it begins at, which keys count in."""
    for holder in holders:
        for each in children(holder, "filter"):
            words = properties(each)
            service = words.get("mlt_service", "")
            if words.get("disable") != "1" and not words.get("internal_added") and service not in _INNER:
                clip = _with_filter(bench, clip, _act(bench, clip, each, words, first))
    return clip


def _act(bench: Bench, clip: Clip, element: Element, words: dict[str, str], first: int) -> Act:
    """Return a filter; its keys count from its own in-point, and beyond its in and out it does nothing."""
    length = clip.record.duration_frames
    begins = frames_of(element.get("in"), bench.rate) or 0
    last = frames_of(element.get("out"), bench.rate)
    ends = max(begins, last) + 1 if last else first + length
    base = Base(rate=bench.rate, start_frame=first - begins, length=ends - begins, size=bench.size)
    start = max(0, min(length, begins - first))
    frames = FrameRange(start, max(start, min(length, ends - first)))
    return Act(service=words.get("mlt_service", ""), words=words, base=base, frames=frames, length=length)


def _with_filter(bench: Bench, clip: Clip, act: Act) -> Clip:
    if act.service == "freeze":
        return _frozen(bench, clip, act.words)
    if act.frames.is_empty:
        return clip
    found: Clip | None = None
    if act.service in {LUT, KEY}:
        found = _colored(bench, clip, act)
    elif act.service == "volume" and act.words.get("level"):
        found = _leveled(bench, clip, act)
    elif act.service == "brightness":
        found = _dimmed(bench, clip, act)
    elif not all(bench.size):
        found = None  # nothing says what a rectangle is a part of
    elif act.service in PLACING:
        found = _with_place(bench, clip, placed(clip, act))
    elif act.service == CROPPING:
        found = _with_place(bench, clip, cropped(act))
    if found is not None:
        return found
    bench.ledger.drop(clip.name, "effect", f"the filter {act.service or 'without a name'} is MLT's own")
    return dataclasses.replace(clip, effects=(*clip.effects, Effect(name=act.service, facts=dict(act.words))))


def _with_place(bench: Bench, clip: Clip, found: Placed | None) -> Clip | None:
    """Return a clip that stands where a filter says; None where an earlier filter has placed it already."""
    known = clip.transform
    if found is None or (known is not None and (known.position or known.crop is None)):
        return None
    transform = found.transform
    if known is not None:
        if transform.position is None:
            return None
        transform = dataclasses.replace(transform, crop=known.crop)
    if found.why:
        bench.ledger.approximate(clip.name, "transform", found.why)
    else:
        bench.ledger.keep(clip.name, "transform")
    clip = dataclasses.replace(clip, transform=transform)
    return clip if found.opacity is None else _seen(bench, clip, found.opacity, "")


def _colored(bench: Bench, clip: Clip, act: Act) -> Clip | None:
    """Return a clip with a LUT or a luma key; None where one is not over all of it, or cannot be said."""
    if act.frames.duration_frames < act.length:
        return None
    if act.service == LUT:
        return None if clip.lut else _with_lut(bench, clip, act.words.get("av.file", ""))
    key = key_of(act.words)
    if key is None:
        return None
    bench.ledger.approximate(clip.name, "effect", "MLT keys by BT.601's luma, in 8 bits")
    return dataclasses.replace(clip, effects=(*clip.effects, key.effect()))


def _with_lut(bench: Bench, clip: Clip, said: str) -> Clip | None:
    if not said:
        return None
    bench.ledger.keep(clip.name, "effect")
    file = bench.path(said)
    is_whole = file.startswith("/") or file[1:3] in {":/", ":\\"}
    return dataclasses.replace(clip, lut=file if is_whole else str(bench.document.path.parent / file))


def _dimmed(bench: Bench, clip: Clip, act: Act) -> Clip | None:
    """Return a clip with the opacity ``brightness`` gives it, and with its dimming to black as one."""
    alpha = act.curve(act.words.get("alpha") or "1", 1.0)
    level = act.curve(act.words.get("level") or act.words.get("start") or "1", 1.0)
    if alpha is None or level is None or max(key.value[0] for key in level.keys) > 1:
        return None
    if act.words.get(FADE) in {"in", "out"}:
        frames = int(alpha.keys[-1].at - alpha.keys[0].at)
        is_in = act.words[FADE] == "in"
        return dataclasses.replace(clip, fade_in=frames) if is_in else dataclasses.replace(clip, fade_out=frames)
    curves = [curve for curve in (alpha, level) if not (curve.is_constant and curve.keys[0].value == (1.0,))]
    bent = any(is_bent(act.words.get(name, "")) for name in ("alpha", "level"))
    why = "keys of MLT's own curves go smoothly" if bent else ""
    if level in curves:
        why = "it dims to black; here it gets clear, which is alike over black"
    for curve in curves:
        clip = _seen(bench, clip, curve, why)
    return clip


def _seen(bench: Bench, clip: Clip, opacity: Curve, why: str) -> Clip:
    """Return a clip with one more opacity over those it has."""
    known = clip.opacity or _OPAQUE
    if why:
        bench.ledger.approximate(clip.name, "opacity", why)
    if not known.is_constant and not opacity.is_constant:
        bench.ledger.drop(clip.name, "opacity", "a second opacity that changes over the first")
        return clip
    by, moving = (known, opacity) if known.is_constant else (opacity, known)
    part = by.keys[0].value[0]
    keys = tuple(dataclasses.replace(key, value=(key.value[0] * part,)) for key in moving.keys)
    return dataclasses.replace(clip, opacity=Curve(keys=keys))


def _leveled(bench: Bench, clip: Clip, act: Act) -> Clip | None:
    curve = act.curve(act.words["level"], 0.0)
    if curve is None:
        return None
    if is_bent(act.words["level"]):
        bench.ledger.approximate(clip.name, "level", "keys of MLT's own curves go smoothly")
    return _with_level(clip, curve)


def _frozen(bench: Bench, clip: Clip, words: dict[str, str]) -> Clip:
    """Return a clip that holds a frame of its producer; how long that is says nothing of its file."""
    frame = frames_of(words.get("frame"), bench.rate)
    start = clip.source.start if frame is None else Fraction(frame)
    span = dataclasses.replace(clip.source, start=start, duration=Fraction(1))
    return dataclasses.replace(
        clip, speed=Fraction(0), source=span, media=dataclasses.replace(clip.media, available=None)
    )


def _with_level(clip: Clip, curve: Curve) -> Clip:
    """Return a clip with a level; two keys from or to silence at its edge are a fade."""
    keys = sorted(curve.keys, key=lambda key: key.at)
    last = clip.record.duration_frames - 1
    if len(keys) == 2 and keys[0].value[0] <= SILENT_BELOW_DB and keys[0].at == 0:
        return dataclasses.replace(clip, fade_in=int(keys[1].at))
    if len(keys) == 2 and keys[1].value[0] <= SILENT_BELOW_DB and keys[1].at >= last:
        return dataclasses.replace(clip, fade_out=int(keys[1].at - keys[0].at))
    return dataclasses.replace(clip, gain_db=curve)
