"""A part of a track: its clips cut at both ends, their sources with them."""

from __future__ import annotations

import dataclasses
import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from posthouse.interchange.timeline import TimePoint
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Clip, Curve, Marker, Track, Transform
    from posthouse.timing import Rate


def trimmed_track(track: Track, start_frame: int, end_frame: int, rate: Rate | None = None) -> Track:
    """Return the part of a track between two record frames, moved to 0; transitions at its edges go.

    ``rate`` is the timeline's; without it sources count at the rate of the record.
    """
    part = FrameRange(start_frame, max(start_frame, end_frame))
    clips = [trimmed_clip(clip, clip.record.intersection(part), rate) for clip in track.clips]
    return dataclasses.replace(
        track,
        clips=tuple(moved(clip, -start_frame) for clip in clips if not clip.record.is_empty),
        transitions=tuple(
            dataclasses.replace(each, record=each.record.shifted(-start_frame), join=each.join - start_frame)
            for each in track.transitions
            if part.covers(each.record) and start_frame < each.join < end_frame
        ),
    )


def trimmed_clip(clip: Clip, record: FrameRange, rate: Rate | None = None) -> Clip:
    """Return the part of a clip that lies in a part of its record, or reaches beyond it into its handles."""
    head = record.start_frame - clip.record.start_frame
    tail = clip.record.end_frame - record.end_frame
    if not head and not tail:
        return clip
    ratio = Fraction(1) if rate is None else clip.source.rate.fraction / rate.fraction
    return dataclasses.replace(
        clip,
        **_trimmed_times(clip, head, tail, ratio),
        record=record,
        markers=tuple(_earlier(marker, head) for marker in clip.markers),
        transform=None if clip.transform is None else _moved_transform(clip.transform, head),
        opacity=_shifted(clip.opacity, head),
        gain_db=_shifted(clip.gain_db, head),
        pan=_shifted(clip.pan, head),
        fade_in=0 if head else clip.fade_in,
        fade_out=0 if tail else clip.fade_out,
    )


def _trimmed_times(clip: Clip, head: int, tail: int, ratio: Fraction) -> dict[str, Any]:
    """Return the source, speed and ramp of a part of a clip; of a ramp, its mean is worked out anew."""
    frames = clip.record.duration_frames - head - tail
    if clip.ramp and frames > 0:
        inner = [point.record for point in clip.ramp if head < point.record < head + frames]
        places = [Fraction(head), *inner, Fraction(head + frames)]
        sources = [_ramped(clip, place) for place in places]
        low, travelled = min(sources), sources[-1] - sources[0]
        smooth = {point.record for point in clip.ramp if point.is_smooth}
        points = (
            TimePoint(record=place - head, source=source - low, is_smooth=place in smooth)
            for place, source in zip(places, sources, strict=True)
        )
        span = dataclasses.replace(clip.source, start=clip.source.start + low, duration=max(sources) - low)
        return {"source": span, "speed": travelled / frames / ratio, "ramp": tuple(points)}
    each_frame = abs(clip.speed) * ratio
    before = tail if clip.speed < 0 else head
    duration = frames * each_frame if clip.speed else clip.source.duration
    start = clip.source.start + before * each_frame
    return {"source": dataclasses.replace(clip.source, start=start, duration=duration)}


def _ramped(clip: Clip, place: Fraction) -> Fraction:
    """Return the source frame of a ramp at a record frame; beyond its points it goes on as at their ends."""
    pairs = list(itertools.pairwise(clip.ramp))
    if not pairs:
        return clip.ramp[0].source
    first, last = next((pair for pair in pairs if place <= pair[1].record), pairs[-1])
    pace = (last.source - first.source) / (last.record - first.record)
    return first.source + (place - first.record) * pace


def moved(clip: Clip, frames: int) -> Clip:
    """Return a clip some record frames later."""
    return dataclasses.replace(clip, record=clip.record.shifted(frames)) if frames else clip


def _moved_transform(transform: Transform, frames: int) -> Transform:
    names = ("position", "scale", "rotation", "anchor", "crop")
    shifted: dict[str, Any] = {name: _shifted(getattr(transform, name), frames) for name in names}
    return dataclasses.replace(transform, **shifted)


def _earlier(marker: Marker, frames: int) -> Marker:
    return dataclasses.replace(marker, at=marker.at - frames)


def _shifted(curve: Curve | None, frames: int) -> Curve | None:
    if curve is None or curve.is_constant or not frames:
        return curve
    return dataclasses.replace(curve, keys=tuple(dataclasses.replace(key, at=key.at - frames) for key in curve.keys))
