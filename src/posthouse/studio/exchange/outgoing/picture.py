"""The picture tracks: the cut on V1, shots over it on V2 and up, titles on top."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial import Gap, Shot
from posthouse.interchange import OURS, Clip, MediaKind, MediaRef, SourceSpan, Track, TrackKind
from posthouse.interchange.luma_key import LumaKey
from posthouse.studio.exchange.outgoing.blends import tell_linear
from posthouse.studio.exchange.outgoing.grades import cdl_of
from posthouse.studio.exchange.outgoing.joins import transitions_of
from posthouse.studio.exchange.outgoing.luts import lut_of
from posthouse.studio.exchange.outgoing.motion import opacity_of, transform_of
from posthouse.studio.exchange.outgoing.multicams import on_clock
from posthouse.studio.exchange.outgoing.nests import nest_clip
from posthouse.studio.exchange.outgoing.speed import ramp_of, shown_frames
from posthouse.timing import RampMap

if TYPE_CHECKING:
    from posthouse.editorial.cut import Layer
    from posthouse.studio.exchange.outgoing.desk import Desk
    from posthouse.studio.programme import PlacedTitle

_MAIN = 1


def picture_tracks(desk: Desk) -> tuple[Track, ...]:
    """Return the picture tracks, from the cut up."""
    cut = desk.sheet.cut
    shots = [event for event in cut.events if isinstance(event, Shot)]
    main = Track(
        name="V1",
        kind=TrackKind.PICTURE,
        clips=tuple(shot_clip(shot, desk) for shot in shots),
        transitions=transitions_of(desk),
    )
    if any(isinstance(event, Gap) for event in cut.events):
        desk.ledger.keep("cut", "track")
    above = [_layer_clip(layer, desk) for layer in cut.layers]
    titles = [_title_clip(title, desk) for title in desk.programme.titles if not desk.sheet.name]
    lanes = [*_stacked(above), *_stacked(titles)]
    others = [
        Track(name=f"V{number}", kind=TrackKind.PICTURE, clips=tuple(clips))
        for number, clips in enumerate(lanes, _MAIN + 1)
    ]
    return (main, *others)


def _stacked(clips: list[Clip]) -> list[list[Clip]]:
    """Return clips on as few tracks as keep later ones above the earlier ones they meet."""
    lanes: list[list[Clip]] = []
    for clip in clips:
        met = [number for number, lane in enumerate(lanes) if any(clip.record.overlaps(each.record) for each in lane)]
        number = max(met, default=-1) + 1
        if number == len(lanes):
            lanes.append([])
        lanes[number].append(clip)
    return [sorted(lane, key=lambda each: each.record) for lane in lanes]


def shot_clip(shot: Shot, desk: Desk) -> Clip:
    """Return a shot as a clip."""
    source, frames = shot.source, shown_frames(shot)
    places = [source.position(Fraction(at)) for at in (*frames, frames.end_frame)]
    low, high = min(places), max(places)
    speed = getattr(source, "speed", None)
    if isinstance(source, RampMap):
        speed = (places[-1] - places[0]) / frames.duration_frames
    is_freeze = speed == 0 and not isinstance(source, RampMap)
    group = desk.group_of(shot)
    if is_freeze:
        high = low + (1 if group else desk.rate.fraction / desk.source_rate(shot.media).fraction)
    name = "/".join(shot.ids)
    desk.ledger.keep(f"V1/{name}", "clip")
    clip = Clip(
        id=name,
        name=shot.shot,
        record=shot.range,
        source=desk.span(shot.media, low, high),
        media=desk.reference(shot.media),
        speed=speed if speed is not None else Fraction(1),
        ramp=ramp_of(shot, low, desk) if isinstance(source, RampMap) else (),
        transform=transform_of(shot, desk),
        opacity=opacity_of(shot.opacity, shot, desk),
        cdl=cdl_of(shot, desk) if desk.luts is None else None,
        lut="" if desk.luts is None else lut_of(shot, desk),
        link=name,
        facts={OURS: {"shot": name}},
    )
    if group is not None:
        desk.ledger.keep(f"V1/{name}", "multicam")
        return on_clock(clip, group[0], (group[1], group[1]), (low, high), desk)
    return nest_clip(clip, desk) if shot.shot in desk.sheet.nests else clip


def _layer_clip(layer: Layer, desk: Desk) -> Clip:
    clip = shot_clip(layer.shot, desk)
    if layer.key is not None and desk.takes_keys:
        key = LumaKey(low=layer.key.low, high=layer.key.high, is_inverted=layer.key.is_inverted)
        clip = _with(clip, effects=(key.effect(),))
    elif layer.key is not None:
        desk.ledger.drop(clip.id, "effect", "a luma key has no word in this timeline")
    if layer.is_linear:
        tell_linear(clip.id, layer.blend, desk.ledger)
    return _with(clip, fade_in=layer.fade_in_frames, fade_out=layer.fade_out_frames, blend=str(layer.blend))


def _with(clip: Clip, **changes: object) -> Clip:
    import dataclasses

    return dataclasses.replace(clip, **changes)  # type: ignore[arg-type] # the caller names fields


def _title_clip(title: PlacedTitle, desk: Desk) -> Clip:
    spec = title.spec
    words = spec.text or spec.roll or ""
    if spec.lower_third is not None:
        words = "\n".join(part for part in (spec.lower_third.name, spec.lower_third.role) if part)
    name = f"title {spec.title}"
    said = spec.model_dump(mode="json", by_alias=True, exclude_unset=True)
    desk.ledger.approximate(name, "caption", "its words and its place in time go out; its style stays in the sidecar")
    media = MediaRef(name=spec.title or "title", kind=MediaKind.TITLE, text=words, has_timecode=False)
    return Clip(
        id=name,
        name=spec.title or "title",
        record=title.range,
        source=SourceSpan(rate=desk.rate, start=Fraction(0), duration=Fraction(title.range.duration_frames)),
        media=media,
        fade_in=spec.fade_in.nearest_frames(desk.rate) if spec.fade_in else 0,
        fade_out=spec.fade_out.nearest_frames(desk.rate) if spec.fade_out else 0,
        facts={OURS: {"title": said}},
    )
