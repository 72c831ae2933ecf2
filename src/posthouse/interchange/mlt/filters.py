"""Filters of an entry that the neutral timeline has words for: levels, fades, opacity; the others are named."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.mlt.words import SILENT_BELOW_DB, curve_of, frames_of, properties
from posthouse.interchange.timeline import Effect
from posthouse.interchange.xml_reading import children

if TYPE_CHECKING:
    from posthouse.interchange.mlt.bench import Bench
    from posthouse.interchange.timeline import Clip, Curve
    from posthouse.interchange.xml_reading import Element

_INNER = {"audiolevel", "volume_normalise", "channelcopy_meter"}


def with_filters(bench: Bench, clip: Clip, holders: list[Element], first: int) -> Clip:
    """Return a clip with what its filters say; ``first`` is the source frame its keyframes count from."""
    for holder in holders:
        for each in children(holder, "filter"):
            words = properties(each)
            service = words.get("mlt_service", "")
            if words.get("disable") == "1" or words.get("internal_added") or service in _INNER:
                continue
            clip = _with_filter(bench, clip, service, words, first)
    return clip


def _with_filter(bench: Bench, clip: Clip, service: str, words: dict[str, str], first: int) -> Clip:
    level = words.get("level", "")
    if service == "freeze":
        return _frozen(bench, clip, words)
    if service == "volume" and level and (curve := curve_of(level, bench.rate, start_frame=first)):
        return _with_level(clip, curve)
    if (
        service == "brightness"
        and words.get("alpha")
        and (curve := curve_of(words["alpha"], bench.rate, start_frame=first))
    ):
        return dataclasses.replace(clip, opacity=curve)
    bench.ledger.drop(clip.name, "effect", f"the filter {service or 'without a name'} is MLT's own")
    return dataclasses.replace(clip, effects=(*clip.effects, Effect(name=service, facts=dict(words))))


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
