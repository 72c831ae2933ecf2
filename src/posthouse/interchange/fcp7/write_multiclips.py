"""Multicams going out: each shot as footage of its angle, and each group as a multiclip beside the cut.

A multiclip on the track would be counted by every application's own idea of where its angles lie to each other, and by
readers that know none in the first angle's frames. Footage is the right frames everywhere; the multiclip stands in the
bin for who wants to switch, and a comment names the angle, by which posthouse reads the group again.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcp7.multiclips import ANGLE, angle_note, take_of
from posthouse.interchange.fcp7.write_files import add_file
from posthouse.interchange.fcp7.writing import add_rate, flag, nearest
from posthouse.interchange.timeline import SourceSpan, TrackKind
from posthouse.interchange.xml_writing import add_element

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.interchange.fcp7.writing import Writing7
    from posthouse.interchange.timeline import Clip, Timeline
    from posthouse.interchange.xml_reading import Element

_IN_POINTS = 1
"""The synctype of clips that lie by their in-points; the others go by a timecode."""
_KINDS = ((TrackKind.PICTURE, "video"), (TrackKind.SOUND, "audio"))


@dataclass(slots=True, kw_only=True)
class Footage:
    """Timelines whose multicam shots are footage, and the groups they were of, by their angles' timelines."""

    known: Mapping[str, Timeline]
    groups: dict[tuple[str, ...], tuple[str, Mapping[str, Timeline]]] = field(default_factory=dict)

    def laid(self, timeline: Timeline) -> Timeline:
        """Return a timeline with its multicam shots as footage; those that are none of one file stay nested."""
        tracks = tuple(
            dataclasses.replace(track, clips=tuple(self._footage(clip, track.kind) for clip in track.clips))
            for track in timeline.tracks
        )
        return dataclasses.replace(timeline, tracks=tracks)

    def _footage(self, clip: Clip, kind: TrackKind) -> Clip:
        group = self._group(clip) if clip.angles and clip.nested in self.known else None
        inside = self.known.get(clip.nested or "")
        take = take_of(inside, kind) if inside is not None and group is not None else None
        if group is None or inside is None or take is None or not _lies_within(clip, take, inside):
            return clip
        ratio = take.source.rate.fraction / clip.source.rate.fraction
        origin = take.record.start_frame * take.source.rate.fraction / inside.rate.fraction
        start = take.source.start + clip.source.start * ratio - origin
        angle = next(name for name, identity in clip.angles.items() if identity == inside.id)
        return dataclasses.replace(
            clip,
            source=SourceSpan(rate=take.source.rate, start=start, duration=clip.source.duration * ratio),
            ramp=tuple(dataclasses.replace(point, source=point.source * ratio) for point in clip.ramp),
            media=take.media,
            nested=None,
            angles={},
            facts={**clip.facts, ANGLE: angle_note(group, angle)},
        )

    def _group(self, clip: Clip) -> str | None:
        """Return the name of a clip's group, entered when it is met first; None where an angle is cut, or not there."""
        key = tuple(sorted(clip.angles.values()))
        if key not in self.groups:
            angles = {name: self.known[identity] for name, identity in clip.angles.items() if identity in self.known}
            if len(angles) < len(clip.angles) or not all(_is_one_take(each) for each in angles.values()):
                return None
            taken = {name for name, _ in self.groups.values()}
            name, number = clip.media.name, 1
            while name in taken:
                number += 1
                name = f"{clip.media.name} {number}"
            self.groups[key] = (name, angles)
        return self.groups[key][0]


def as_footage(timelines: tuple[Timeline, ...]) -> tuple[tuple[Timeline, ...], Footage]:
    """Return timelines with their multicam shots as footage, without the angles nothing shows now; and the groups."""
    footage = Footage(known={each.id: each for each in timelines})
    laid = tuple(footage.laid(each) for each in timelines)
    angles = {identity for key in footage.groups for identity in key}
    shown = {clip.nested for each in laid for track in each.tracks for clip in track.clips}
    main, *others = laid
    return (main, *(each for each in others if each.id not in angles or each.id in shown)), footage


def _is_one_take(timeline: Timeline) -> bool:
    takes = [take_of(timeline, kind) for kind, _ in _KINDS if timeline.of_kind(kind)]
    return bool(takes) and all(take is not None and take.source.rate == timeline.rate for take in takes)


def _lies_within(clip: Clip, take: Clip, inside: Timeline) -> bool:
    ratio = inside.rate.fraction / clip.source.rate.fraction
    return take.record.start_frame <= clip.source.start * ratio and clip.source.end * ratio <= take.record.end_frame


def add_multiclips(state: Writing7, root: Element, footage: Footage) -> None:
    """Add each group as a clip of the browser that holds a multiclip."""
    for number, (name, angles) in enumerate(footage.groups.values(), 1):
        rate = next(iter(angles.values())).rate
        lasting = max(each.duration_frames for each in angles.values())
        clip = add_element(root, "clip", attributes={"id": f"multiclip-{number} clip"})
        add_element(clip, "name", name)
        add_element(clip, "duration", lasting)
        add_rate(clip, rate)
        for tag in ("in", "out"):
            add_element(clip, tag, -1)
        add_element(clip, "ismasterclip", flag(is_so=False))
        track = add_element(add_element(add_element(clip, "media"), "video"), "track")
        item = add_element(track, "clipitem", attributes={"id": f"clipitem-{next(state.items)}"})
        add_element(item, "name", name)
        add_element(item, "duration", lasting)
        add_rate(item, rate)
        multiclip = add_element(item, "multiclip", attributes={"id": f"multiclip-{number}"})
        add_element(multiclip, "name", name)
        add_element(multiclip, "collapsed", flag(is_so=False))
        add_element(multiclip, "synctype", _IN_POINTS)
        for order, (angle, timeline) in enumerate(angles.items(), 1):
            holder = add_element(multiclip, "angle")
            for tag in ("activevideoangle", "activeaudioangle"):
                add_element(holder, tag, flag(order == 1))
            _add_angle(state, holder, angle, timeline, f"multiclip-{number} angle-{order}")
        state.ledger.keep(name, "multicam")


def _add_angle(state: Writing7, parent: Element, name: str, timeline: Timeline, identity: str) -> None:
    """Add an angle's clip: its picture and the channels of its sound, where they run on the group's clock."""
    clip = add_element(parent, "clip", attributes={"id": identity})
    add_element(clip, "name", name)
    add_element(clip, "duration", timeline.duration_frames)
    add_rate(clip, timeline.rate)
    for tag in ("in", "out"):
        add_element(clip, tag, -1)
    add_element(clip, "ismasterclip", flag(is_so=False))
    media = add_element(clip, "media")
    for kind, tag in _KINDS:
        take = take_of(timeline, kind)
        if take is None:
            continue
        streams = add_element(media, tag)
        channels = range(1, (take.media.sound_channels or 1) + 1) if kind is TrackKind.SOUND else (0,)
        for channel in channels:
            _add_take(state, add_element(streams, "track"), take, channel, f"multiclip {name}")


def _add_take(state: Writing7, track: Element, take: Clip, channel: int, item: str) -> None:
    element = add_element(track, "clipitem", attributes={"id": f"clipitem-{next(state.items)}"})
    available = take.media.available
    first = take.source.start - (available.start if available is not None else Fraction(0))
    add_element(element, "name", take.media.name)
    add_element(element, "duration", nearest(available.duration if available is not None else take.source.duration))
    add_rate(element, take.source.rate)
    add_element(element, "start", take.record.start_frame)
    add_element(element, "end", take.record.end_frame)
    add_element(element, "in", nearest(first))
    add_element(element, "out", nearest(first + take.source.duration))
    add_file(state, element, take, item)
    if channel:
        source = add_element(element, "sourcetrack")
        add_element(source, "mediatype", "audio")
        add_element(source, "trackindex", channel)
