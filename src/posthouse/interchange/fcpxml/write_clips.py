"""One clip as an element: asset clip, title, generator, compound or multicam clip, with its sounds."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.times import spelled_time
from posthouse.interchange.fcpxml.write_adjust import Stand, add_picture_adjustments, add_sound_adjustments
from posthouse.interchange.fcpxml.write_retime import add_timing, clock_of
from posthouse.interchange.timeline import MediaKind, TrackKind
from posthouse.interchange.xml_writing import add_element, new_element, writable

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.interchange.fcpxml.writing import WritingX
    from posthouse.interchange.timeline import Clip, Marker, Timeline
    from posthouse.interchange.xml_reading import Element

GENERATED = (MediaKind.BLACK, MediaKind.COLOR, MediaKind.BARS)
_KINDS = {
    "red": ("marker", {"completed": "0"}),
    "green": ("marker", {"completed": "1"}),
    "orange": ("chapter-marker", {}),
}


@dataclasses.dataclass(slots=True, kw_only=True)
class Host:
    """An element with its place on the timeline; what hangs on it and what comes after that in its order."""

    element: Element
    start_frame: int
    end_frame: int
    clock: Fraction
    """What its own clock says at its start, in seconds."""
    connected: list[Element] = dataclasses.field(default_factory=list)
    markers: list[Element] = dataclasses.field(default_factory=list)
    tail: list[Element] = dataclasses.field(default_factory=list)

    def own_time(self, frame: int, rate: Fraction) -> Fraction:
        """Return what its clock says at a frame of the timeline."""
        return self.clock + (frame - self.start_frame) / rate

    def finish(self) -> None:
        """Put its parts into the element, in the order of the document type."""
        self.element.extend([*self.connected, *self.markers, *self.tail])


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A clip to write, with the sounds that go with its picture."""

    clip: Clip
    kind: TrackKind
    item: str
    sounds: tuple[Clip, ...] = ()
    is_enabled: bool = True


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What all clips of a timeline share."""

    state: WritingX
    timeline: Timeline
    media_id: Callable[[Clip], tuple[str, Fraction]]
    """Returns the id of a nested clip's media, and what its clock says at its first frame."""


def host_of(desk: Desk, use: Use) -> Host:
    """Return a clip as an element, still without what hangs on it."""
    clip, rate = use.clip, desk.timeline.rate
    reference, moved = desk.media_id(clip) if clip.nested is not None else ("", Fraction(0))
    clock = clock_of(clip, rate, moved)
    element = new_element(_tag(use), _attributes(desk, use, reference, clock.start))
    host = Host(
        element=element, start_frame=clip.record.start_frame, end_frame=clip.record.end_frame, clock=clock.start
    )
    stand = Stand(start=clock.start, frames_a_second=rate.fraction, size=desk.timeline.size, item=use.item)
    _add_words(desk, use, element)
    if element.tag != "title":
        add_timing(element, clip, clock, rate)
    if element.tag == "mc-clip":
        _add_angles(desk, use, element, stand)
    elif use.kind is TrackKind.PICTURE:
        add_picture_adjustments(desk.state, element, clip, stand)
    _add_sounds(desk, use, host, stand)
    for marker in clip.markers:
        host.markers.append(
            marker_element(desk.state, marker, clock.start + marker.at / rate.fraction, rate.fraction, use.item)
        )
    host.markers += _keywords(clip, clock.start, rate.fraction)
    _tell(desk.state, use)
    return host


def _tag(use: Use) -> str:
    clip = use.clip
    if clip.nested is not None:
        return "mc-clip" if clip.angles else "ref-clip"
    if clip.media.kind is MediaKind.TITLE:
        return "title"
    return "video" if clip.media.kind in GENERATED else "asset-clip"


def _attributes(desk: Desk, use: Use, reference: str, start: Fraction) -> dict[str, str]:
    clip, state = use.clip, desk.state
    is_seen = use.kind is TrackKind.PICTURE
    attributes = {"ref": reference, "name": clip.name, "start": spelled_time(start)}
    attributes["duration"] = spelled_time(clip.record.duration_frames / desk.timeline.rate.fraction)
    if not (clip.is_enabled and use.is_enabled):
        attributes["enabled"] = "0"
    attributes |= _split(use, start, desk.timeline.rate.fraction)
    if clip.nested is not None:
        return attributes | _enabled_streams(use, has_both=True)
    if clip.media.kind is MediaKind.TITLE:
        return attributes | {"ref": state.effect_id("Basic Title"), "role": clip.role}
    if clip.media.kind in GENERATED:
        return attributes | {"ref": state.effect_id("Custom"), "role": clip.role}
    attributes["ref"] = state.asset_id(clip, is_seen=is_seen, item=use.item)
    if clip.media.has_timecode:
        attributes["tcFormat"] = "DF" if clip.media.is_drop_frame else "NDF"
    if clip.media.size and is_seen:
        attributes["format"] = state.format_id(clip.source.rate, clip.media.size)
    sound = use.sounds[0] if use.sounds else clip
    if is_seen:
        attributes["videoRole"] = clip.role
    if use.sounds or not is_seen:
        attributes["audioRole"] = sound.role or "dialogue"
    has_both = bool(clip.media.sound_channels) and clip.media.has_picture is not False
    return attributes | _enabled_streams(use, has_both=has_both)


def _split(use: Use, start: Fraction, rate: Fraction) -> dict[str, str]:
    """Return where the sound begins and how long it lasts, where that is not where its picture does."""
    if not use.sounds or use.sounds[0].record == use.clip.record:
        return {}
    record = use.sounds[0].record
    own = start + (record.start_frame - use.clip.record.start_frame) / rate
    return {"audioStart": spelled_time(own), "audioDuration": spelled_time(record.duration_frames / rate)}


def _enabled_streams(use: Use, *, has_both: bool) -> dict[str, str]:
    if use.kind is TrackKind.SOUND:
        return {"srcEnable": "audio"} if has_both else {}
    return {"srcEnable": "video"} if has_both and not use.sounds else {}


def _add_words(desk: Desk, use: Use, element: Element) -> None:
    """Add a title's words, a color, and the notes: what comes first in an element."""
    clip = use.clip
    if element.tag == "title":
        style = f"ts{next(desk.state.styles)}"
        for line in clip.media.text.split("\n"):
            add_element(add_element(element, "text"), "text-style", line, {"ref": style})
        holder = add_element(element, "text-style-def", attributes={"id": style})
        look = {"font": "Helvetica", "fontSize": "63", "fontColor": "1 1 1 1", "alignment": "center"}
        add_element(holder, "text-style", attributes=look)
        desk.state.ledger.approximate(use.item, "media", "the words of the title are kept, in Final Cut's Basic Title")
    if element.tag == "video":
        color = clip.media.color or (0.0, 0.0, 0.0)
        attributes = {
            "name": "Color",
            "key": "9999/10003/1/100/101",
            "value": " ".join(f"{part:.9g}" for part in color),
        }
        add_element(element, "param", attributes=attributes)
        if clip.media.kind is MediaKind.BARS:
            desk.state.ledger.approximate(use.item, "media", "Final Cut has no bars by a name: black stands for them")
    notes = clip.notes or (use.sounds[0].notes if use.sounds else ())
    if notes:
        add_element(element, "note", "\n".join(notes))
        desk.state.ledger.keep(use.item, "note")


def _add_angles(desk: Desk, use: Use, element: Element, stand: Stand) -> None:
    """Add which angle of a multicam clip is seen and which is heard."""
    heard = use.sounds[0].nested if use.sounds else (use.clip.nested if use.kind is TrackKind.SOUND else None)
    sound = use.sounds[0] if use.sounds else use.clip
    if heard is not None:
        add_sound_adjustments(desk.state, element, sound, stand)
    seen = use.clip.nested if use.kind is TrackKind.PICTURE else None
    if seen is not None:
        enable = "all" if heard == seen else "video"
        source = add_element(
            element, "mc-source", attributes={"angleID": angle_id(use.clip, seen), "srcEnable": enable}
        )
        add_picture_adjustments(desk.state, source, use.clip, stand)
    if heard is not None and heard != seen:
        add_element(element, "mc-source", attributes={"angleID": angle_id(use.clip, heard), "srcEnable": "audio"})
    desk.state.ledger.keep(use.item, "multicam")


def angle_id(clip: Clip, identity: str) -> str:
    """Return the id of an angle: the last part of its timeline's, where that is enough to tell it."""
    parts = [each.rpartition("/")[2] for each in clip.angles.values()]
    short = identity.rpartition("/")[2]
    return short if parts.count(short) == 1 else identity


def _add_sounds(desk: Desk, use: Use, host: Host, stand: Stand) -> None:
    if host.element.tag == "mc-clip":
        return
    sounds = use.sounds or ((use.clip,) if use.kind is TrackKind.SOUND else ())
    if use.sounds:
        later = (use.sounds[0].record.start_frame - use.clip.record.start_frame) / stand.frames_a_second
        stand = dataclasses.replace(stand, start=stand.start + later)
    is_asset = host.element.tag == "asset-clip"
    if len(sounds) == 1 and not (
        is_asset and (sounds[0].source_channels or sounds[0].is_enabled != use.clip.is_enabled)
    ):
        add_sound_adjustments(desk.state, host.element, sounds[0], stand)
        return
    for sound in sounds:
        channels = sound.source_channels or tuple(range(1, (sound.media.sound_channels or 1) + 1))
        attributes = {"srcCh": ", ".join(map(str, channels)), "role": sound.role or "dialogue"}
        if not sound.is_enabled and use.clip.is_enabled:
            attributes["enabled"] = "0"
        holder = new_element("audio-channel-source", attributes)
        add_sound_adjustments(desk.state, holder, sound, stand)
        host.tail.append(holder)


def marker_element(state: WritingX, marker: Marker, at: Fraction, rate: Fraction, item: str) -> Element:
    """Return a marker; its color says which of Final Cut's kinds it is."""
    tag, more = _KINDS.get(marker.color, ("marker", {}))
    lasting = spelled_time(max(1, marker.duration) / rate)
    element = new_element(tag, {"start": spelled_time(at), "duration": lasting})
    element.set("value", writable(marker.name))
    if marker.note:
        element.set("note", writable(marker.note))
    for name, text in more.items():
        element.set(name, text)
    if marker.color and marker.color not in _KINDS:
        state.ledger.approximate(
            item, "marker", f"Final Cut's markers are not {marker.color}: a plain one stands for it"
        )
    elif marker.author:
        state.ledger.approximate(item, "marker", "the marker is kept, its author is not")
    else:
        state.ledger.keep(item, "marker")
    return element


def _keywords(clip: Clip, start: Fraction, rate: Fraction) -> list[Element]:
    words = clip.facts.get("keywords", [])
    lasting = clip.record.duration_frames / rate
    return [
        new_element("keyword", {"start": spelled_time(start), "duration": spelled_time(lasting), "value": str(word)})
        for word in (words if isinstance(words, list) else [])
    ]


def _tell(state: WritingX, use: Use) -> None:
    clip = use.clip
    state.ledger.keep(use.item, "clip")
    for sound in use.sounds:
        state.ledger.keep(f"sound of {use.item}", "clip")
        if sound.markers:
            state.ledger.drop(use.item, "marker", "markers of the sound have no place beside those of the picture")
    if clip.ramp or clip.speed != 1:
        state.ledger.keep(use.item, "speed")
    if clip.nested is not None and not clip.angles:
        state.ledger.keep(use.item, "nested")
    if clip.cdl is not None or clip.lut:
        state.ledger.drop(use.item, "cdl", "FCPXML has no color decisions: send an EDL or a CDL beside it")
    for effect in clip.effects:
        state.ledger.drop(use.item, "effect", f"{effect.name} is an effect of another application")
