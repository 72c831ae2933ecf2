"""Multiclips: cameras that ran together, each an angle with a clip of its own, and the clips that show one of them.

Problem: an application switches angles in a multiclip on the track; posthouse writes each shot as footage of its angle,
so that every reader shows its frames, with the multiclip beside the cut and a comment that names the angle:
``ANGLE: close OF table``. Here both become clips that show an angle and know the others.
Traps: a multiclip on a track names its angles by id, and which is active stands in each clip item; footage that was
exchanged since is no longer its angle, so a comment counts only where the file is the angle's.
Source: Apple, Final Cut Pro XML Interchange Format (2010), elements catalog: multiclip, angle, activevideoangle,
activeaudioangle, mediadelay, collapsed. How synctype 2 to 4 lay angles that say no place is not in it.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcp7.files import file_rate, media_of_file
from posthouse.interchange.fcp7.state import is_true, whole
from posthouse.interchange.timeline import Clip, MediaRef, SourceSpan, Timeline, Track, TrackKind
from posthouse.interchange.xml_reading import children, text_of
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from posthouse.interchange.fcp7.state import Reading7
    from posthouse.interchange.xml_reading import Element
    from posthouse.timing import Rate

ANGLE = "angle"
"""The fact of a clip of footage that is an angle of a multiclip: the comment that says so."""

_WORD = "ANGLE: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiclip:
    """A group of angles; ``angles`` are the timelines by the angles' names, on one clock."""

    name: str
    angles: Mapping[str, Timeline]

    @property
    def ids(self) -> dict[str, str]:
        """Return the id of each angle's timeline."""
        return {name: timeline.id for name, timeline in self.angles.items()}


def angle_note(group: str, angle: str) -> str:
    """Return the comment of a shot that is footage of an angle."""
    return f"{_WORD}{angle} OF {group}"


def take_of(timeline: Timeline, kind: TrackKind, file: str = "") -> Clip | None:
    """Return the one clip an angle is, in picture or sound, of a file where one is asked for; None where it is cut."""
    for track in timeline.of_kind(kind):
        if len(track.clips) == 1 and track.clips[0].media.file and file in {"", track.clips[0].media.file}:
            take = track.clips[0]
            return take if take.speed == 1 and take.nested is None and not take.ramp else None
    return None


def multiclip_of(state: Reading7, element: Element, fallback: Rate | None) -> Multiclip | None:
    """Return the multiclip an element defines, or the one its id names; None where no angle of it can be read.

    Raises:
        MediaError: it contains itself.
    """
    identity = element.get("id", "") or f"multiclip-at-{element.sourceline}"
    if identity not in state.multiclips:
        if identity in state.underway:
            raise state.document.wrong(element, f"multiclip {identity!r} contains itself", "cut it out of itself")
        state.underway.append(identity)
        state.multiclips[identity] = _read(state, state.defined("multiclip").get(identity, element), identity, fallback)
        state.underway.pop()
    return state.multiclips[identity]


def shown_angle(
    state: Reading7, element: Element, fallback: Rate, kind: TrackKind
) -> tuple[Multiclip, Timeline] | None:
    """Return a clip item's multiclip, and the angle it shows or sounds: the one it calls active, else the first."""
    found = multiclip_of(state, element, fallback)
    if found is None:
        return None
    tags = ("activevideoangle",) if kind is TrackKind.PICTURE else ("activeaudioangle", "activevideoangle")
    timelines = list(found.angles.values())
    for tag in tags:
        flags = [is_true(angle, tag, default=False) for angle in children(element, "angle")]
        if True in flags[: len(timelines)]:
            return found, timelines[flags.index(True)]
    return found, timelines[0]


def _read(state: Reading7, element: Element, identity: str, fallback: Rate | None) -> Multiclip | None:
    angles: dict[str, Timeline] = {}
    unplaced = 0
    for number, angle in enumerate(children(element, "angle"), 1):
        named = angle.find("clip")
        if named is None:
            continue
        clip = state.defined("clip").get(named.get("id", ""), named)
        rate = state.rate_of(clip) or fallback
        tracks = () if rate is None else _tracks(state, clip, rate)
        unplaced += clip.find("media") is None and clip.find("mediadelay") is None
        if rate is not None and tracks:
            name = text_of(clip, "name") or f"angle {number}"
            name = f"{name} {number}" if name in angles else name
            size = tracks[0].clips[0].media.size  # scales count its pixels
            angles[name] = Timeline(id=f"{identity}/{number}", name=name, rate=rate, tracks=tracks, size=size)
    if not angles:
        return None
    title = text_of(element, "name") or identity
    if unplaced > 1:
        why = "nothing says how its angles lie to each other: they are taken to begin together"
        state.ledger.approximate(title, "multicam", why, place=state.document.place(element))
    return Multiclip(name=title, angles=angles)


def _tracks(state: Reading7, clip: Element, rate: Rate) -> tuple[Track, ...]:
    """Return what an angle's clip holds: its tracks, or its whole file from where its delay says."""
    from posthouse.interchange.fcp7.sequences import tracks_of  # a track holds multiclips, and an angle tracks

    if clip.find("media") is not None:
        return tuple(track for track in tracks_of(state, clip, rate, None) if track.clips)
    element = clip.find("file")
    if element is None:
        return ()
    media = media_of_file(state, element, rate)
    if media.available is None:
        return ()
    own = file_rate(state, element, rate)
    frames = whole(media.available.duration * rate.fraction / own.fraction)
    delay = max(Fraction(0), state.frames(clip, "mediadelay") or Fraction(0))
    take = Clip(
        id="V1-001",
        name=media.name,
        record=FrameRange.lasting(whole(delay), max(1, frames)),
        source=media.available,
        media=media,
    )
    kinds = [TrackKind.PICTURE] if media.has_picture is not False else []
    kinds += [TrackKind.SOUND] if media.sound_channels else []
    return tuple(Track(name=f"{kind}", kind=kind, clips=(take,)) for kind in kinds)


def with_angles(state: Reading7) -> None:
    """Make the clips of footage whose comments name an angle of a multiclip of the file clips of that multiclip."""
    if not any(note.startswith(_WORD) for clip in _clips(state) for note in clip.notes):
        return
    known = {angle_note(found.name, name): (found, name) for found in _all(state) for name in found.angles}
    for identity, timeline in list(state.timelines.items()):
        tracks = tuple(
            dataclasses.replace(track, clips=tuple(_regrouped(state, clip, track.kind, known) for clip in track.clips))
            for track in timeline.tracks
        )
        state.timelines[identity] = dataclasses.replace(timeline, tracks=tracks)


def _clips(state: Reading7) -> Iterator[Clip]:
    for timeline in state.timelines.values():
        for track in timeline.tracks:
            yield from track.clips


def _all(state: Reading7) -> Iterator[Multiclip]:
    for element in state.defined("multiclip").values():
        found = multiclip_of(state, element, state.rate)
        if found is not None:
            yield found


def _regrouped(state: Reading7, clip: Clip, kind: TrackKind, known: Mapping[str, tuple[Multiclip, str]]) -> Clip:
    note = next((each for each in clip.notes if each in known), "")
    if not note:
        return clip
    found, angle = known[note]
    inside = found.angles[angle]
    take = take_of(inside, kind, clip.media.file)
    if take is None or clip.nested is not None:
        return clip
    state.timelines.update({each.id: each for each in found.angles.values()})
    ratio = inside.rate.fraction / clip.source.rate.fraction
    start = take.record.start_frame + clip.source.start * ratio - take.source.start * _ratio(take, inside)
    return dataclasses.replace(
        clip,
        source=SourceSpan(rate=inside.rate, start=start, duration=clip.source.duration * ratio),
        ramp=tuple(dataclasses.replace(point, source=point.source * ratio) for point in clip.ramp),
        media=media_of_group(found.name, take.media),
        nested=inside.id,
        angles=found.ids,
        notes=tuple(each for each in clip.notes if each != note),
    )


def _ratio(take: Clip, inside: Timeline) -> Fraction:
    return inside.rate.fraction / take.source.rate.fraction


def media_of_group(name: str, seen: MediaRef) -> MediaRef:
    """Return what stands for a multiclip in the clips that show it; as large as the picture that is seen."""
    return MediaRef(name=name, has_timecode=False, size=seen.size, sound_channels=seen.sound_channels)
