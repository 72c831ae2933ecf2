"""Multicam media as timelines, one for each angle, that share a clock; what no whole frame of it says goes out flat."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.interchange import Clip, SourceSpan, Timeline, Track, TrackKind
from posthouse.interchange.formats import Multicams
from posthouse.production.group_spec import MulticamSpec
from posthouse.sound.heard import FileSound
from posthouse.studio.exchange.outgoing.nestable import entries_of
from posthouse.studio.exchange.outgoing.recorders import from_recorder
from posthouse.studio.groups import Groups
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from posthouse.editorial import Source
    from posthouse.interchange import Ledger
    from posthouse.studio.exchange.outgoing.desk import Desk
    from posthouse.studio.programme import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """One angle: its media, the positions of it that are in the group, and where its position 0 lies on the clock."""

    media: str
    shown: FrameRange
    offset_frames: Fraction
    has_picture: bool

    @property
    def record(self) -> FrameRange:
        """Return the frames of the clock in which it runs."""
        first, end = (at + self.offset_frames for at in (self.shown.start_frame, self.shown.end_frame))
        return FrameRange(first.__ceil__(), end.__floor__())


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A multicam media whose angles lie on whole frames of one clock, from 0."""

    name: str
    lenses: Mapping[str, Lens]

    @property
    def ids(self) -> dict[str, str]:
        """Return the timeline of each angle."""
        return {angle: f"multicam/{self.name}/{angle}" for angle in self.lenses}


def groups_of(programme: Programme, ledger: Ledger, *, multicams: Multicams) -> dict[str, Group]:
    """Return the multicam media that go out with all their angles; tell of the shots of the others."""
    document = programme.production.document
    specs = {name: spec for name, spec in document.media.items() if isinstance(spec, MulticamSpec)}
    uses = {shot: entry.media for shot, entry in entries_of(document).items() if not entry.omit}
    found: dict[str, Group] = {}
    reasons = dict.fromkeys(specs, "")
    if multicams is not Multicams.NONE and specs:
        houses = Groups(document, programme.media, lambda *_: None)
        for name in {media for media in uses.values() if media in specs}:
            made = _group(name, specs[name], houses, programme, multicams)
            if isinstance(made, str):
                reasons[name] = made
            else:
                found[name] = made
    for shot, media in uses.items():
        if media in specs and media not in found:
            why = f"the group {media} is laid flat: only the angle that is seen goes out"
            ledger.approximate(shot, "multicam", f"{why}, as {reasons[media]}" if reasons[media] else why)
    return found


def _group(name: str, spec: MulticamSpec, houses: Groups, programme: Programme, multicams: Multicams) -> Group | str:
    """Return a group, its clock moved so that nothing begins before 0; or why there is none."""
    lenses: dict[str, Lens] = {}
    for angle, said in spec.multicam.items():
        source = houses.sources.get(f"{name}/{angle}")
        lens = _recorder(name, angle, houses, programme) if source is None else _camera(source, said.media, programme)
        if lens is None:
            return f"{said.media} has no length"
        if source is not None and lens.offset_frames.denominator != 1:
            return f"its angle {angle} begins between two frames of the programme"
        if multicams is Multicams.ONE_RATE and (reason := _out_of_step(angle, lens.media, programme)):
            return reason
        lenses[angle] = lens
    earliest = min(0, *(lens.record.start_frame for lens in lenses.values()))
    moved = {
        angle: dataclasses.replace(lens, offset_frames=lens.offset_frames - earliest) for angle, lens in lenses.items()
    }
    return Group(name=name, lenses=moved)


def _out_of_step(angle: str, media: str, programme: Programme) -> str:
    """Return why an angle is not in step with the cut, frame for frame and sample for sample; empty where it is."""
    footage = programme.media[media].editorial
    if footage is not None and footage.rate != programme.production.document.format.rate:
        return f"its angle {angle} runs at another rate than the cut"
    heard = programme.media[media].heard
    if isinstance(heard, FileSound) and heard.alignment is not None and heard.alignment.clock != 1:
        return f"its angle {angle} is heard from a recorder whose clock drifts"
    return ""


def _camera(source: Source, media: str, programme: Programme) -> Lens | None:
    if source.grid_frames is None:
        return None
    rate = programme.production.document.format.rate
    shown = FrameRange(source.first_frame, source.grid_frames)
    offset = source.offset_seconds * rate.fraction
    return Lens(media=source.media or media, shown=shown, offset_frames=offset, has_picture=True)


def _recorder(name: str, angle: str, houses: Groups, programme: Programme) -> Lens | None:
    """Return an angle that is only heard."""
    rate = programme.production.document.format.rate
    spec = houses.document.media[name]
    assert isinstance(spec, MulticamSpec), "asked of groups only"
    media = houses.whole(spec.multicam[angle].media)
    heard, offset = programme.media[media].heard, houses.offsets.get(f"{name}/{angle}")
    if not isinstance(heard, FileSound) or offset is None:
        return None
    frames = (heard.duration_seconds * rate.fraction).__floor__()
    return Lens(media=media, shown=FrameRange(0, frames), offset_frames=offset * rate.fraction, has_picture=False)


def angle_timelines(group: Group, desk: Desk) -> tuple[Timeline, ...]:
    """Return a timeline for each angle of a group: its media, where it runs on the group's clock."""
    return tuple(_timeline(angle, lens, group.ids[angle], desk) for angle, lens in group.lenses.items())


def _timeline(angle: str, lens: Lens, identity: str, desk: Desk) -> Timeline:
    record = lens.record
    first = record.start_frame - lens.offset_frames
    span = desk.span(lens.media, first, first + record.duration_frames)
    media = desk.reference(lens.media)
    clip = Clip(id=f"{angle}", name=media.name, record=record, source=span, media=media, link=angle)
    tracks = [Track(name="V1", kind=TrackKind.PICTURE, clips=(clip,))] if lens.has_picture else []
    sound = dataclasses.replace(clip, id=f"{angle}.sound")
    sound = from_recorder(sound, lens.media, (first, first + record.duration_frames), desk)
    if sound.media.sound_channels:
        tracks.append(Track(name="A1", kind=TrackKind.SOUND, clips=(sound,), role="dialogue"))
    return Timeline(id=identity, name=angle, rate=desk.rate, tracks=tuple(tracks), size=desk.size)


def on_clock(clip: Clip, group: Group, angles: tuple[str, str], grid: tuple[Fraction, Fraction], desk: Desk) -> Clip:
    """Return a clip of an angle's media as one of its group.

    Args:
        clip: as it is of the media alone.
        group: the multicam it is from.
        angles: whose positions ``grid`` has, and which is seen or heard.
        grid: the earliest and the last position of the media it shows, on the programme's grid.
        desk: the film on its way out.
    """
    timed, shown = angles
    low, high = (place + group.lenses[timed].offset_frames for place in grid)
    media = dataclasses.replace(desk.nested_media(group.name), available=None)
    return dataclasses.replace(
        clip,
        source=SourceSpan(rate=desk.rate, start=low, duration=high - low),
        media=media,
        nested=group.ids[shown],
        angles=group.ids,
    )
