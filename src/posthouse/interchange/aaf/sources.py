"""Where a clip comes from: through master mob and file to tape, with its label there, exact.

Problem: a source clip says "slot 3 of mob M from edit unit 40"; the tape's label of that frame is three mobs away, and
each slot on the way counts at its own rate. Approach: a place is carried in seconds, as a fraction, and turned into a
slot's edit units only inside that slot; ``StartTime`` counts in the slot it stands in (AAF Object Specification 1.1,
SourceClip). The last mob of the chain that has a timecode track names the label; a tape mob names the reel.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from posthouse.interchange.aaf import objects
from posthouse.interchange.timeline import MediaKind, MediaRef, SourceSpan
from posthouse.timing import Rate
from posthouse.timing.rate import HIGHEST_RATE
from posthouse.timing.timecode import can_drop

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_CHAIN: Final = 24
_PASSED_THROUGH: Final = ("Usage_SubClip", "Usage_AdjustedClip")
"""Compositions that stand for one clip of a master mob (AAF Edit Protocol)."""
_NOT_FILES: Final = ("TapeDescriptor", "ImportDescriptor", "FilmDescriptor", "PhysicalDescriptor")
_REELS: Final = ("TapeName", "Tape", "Reel", "Reel Name", "Camroll", "Camera Roll")
_SCENES: Final = ("Scene", "scene", "_SCENE")
_TAKES: Final = ("Take", "take", "_TAKE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One mob of a chain: ``place`` is where in it the clip begins, in seconds from its slot's origin."""

    mob: objects.Mob
    slot: objects.Slot
    place: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a clip is cut from, and the label of its first frame in frames at ``rate``."""

    media: MediaRef
    start: Fraction
    rate: Rate
    channels: tuple[int, ...] = ()
    links: tuple[Link, ...] = ()


def composition_of(mobs: Mapping[str, objects.Mob], clip: objects.SourceClip) -> objects.Mob | None:
    """Return the composition a clip shows as a whole, or None where it shows media."""
    mob = mobs.get(clip.mob)
    is_nested = mob is not None and mob.kind == "composition" and mob.usage not in _PASSED_THROUGH
    return mob if is_nested else None


def find_source(
    mobs: Mapping[str, objects.Mob], clip: objects.SourceClip, slot: objects.Slot, timeline_rate: Rate
) -> Found:
    """Return what a clip of a composition's slot is cut from."""
    links, tail = _chain(mobs, clip, slot)
    label = _label(links, tail, timeline_rate)
    is_sound = slot.kind == "Sound"
    media = _media(links, clip, label)
    return Found(
        media=media,
        start=label.start,
        rate=label.rate,
        channels=_channels(links) if is_sound else (),
        links=tuple(links),
    )


def _chain(
    mobs: Mapping[str, objects.Mob], clip: objects.SourceClip, slot: objects.Slot
) -> tuple[list[Link], Fraction | None]:
    """Return the mobs a clip leads to, and what the last clip says it starts at, in seconds, where it says so."""
    links: list[Link] = []
    place = clip.start / slot.rate
    while clip.mob and len(links) < _LONGEST_CHAIN:
        mob = mobs.get(clip.mob)
        inside = mob.slot(clip.slot) if mob else None
        if mob is None or inside is None or inside.rate <= 0:
            return links, None
        links.append(Link(mob=mob, slot=inside, place=place))
        units = inside.origin + place * inside.rate
        found = _clip_at(inside.segment, units)
        if found is None:
            return links, None
        clip, begins = found
        place = (clip.start + units - begins) / inside.rate
    return links, None if clip.mob or not clip.start else place


def _clip_at(segment: objects.Segment, units: Fraction) -> tuple[objects.SourceClip, Fraction] | None:
    """Return the clip of a segment at a place, and where it begins."""
    begins = Fraction(0)
    while True:
        match segment:
            case objects.SourceClip():
                return segment, begins
            case objects.Operation(inputs=(first, *_)):
                segment = first
            case objects.Choice(chosen=chosen):
                segment = chosen
            case objects.Pulldown(input=inside):
                segment = inside
            case objects.Sequence(components=components):
                found = _component_at(components, units - begins)
                if found is None:
                    return None
                segment, begins = found[0], begins + found[1]
            case _:
                return None


def _component_at(components: tuple[objects.Segment, ...], units: Fraction) -> tuple[objects.Segment, int] | None:
    at, last = 0, None
    for component in components:
        if isinstance(component, objects.Transition):
            at -= component.length
            continue
        last = (component, at)
        at += component.length
        if units < at:
            break
    return last


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    start: Fraction
    rate: Rate
    has_timecode: bool
    is_drop_frame: bool = False


def _label(links: list[Link], tail: Fraction | None, timeline_rate: Rate) -> _Label:
    for link in reversed(links):
        found = _timecode_slot(link.mob)
        if found is None:
            continue
        slot, timecode = found
        rate = _timecode_rate(slot, timecode, link.slot, timeline_rate)
        return _Label(
            start=timecode.start + slot.origin * rate.fraction / slot.rate + link.place * rate.fraction,
            rate=rate,
            has_timecode=True,
            is_drop_frame=timecode.is_drop_frame and can_drop(rate),
        )
    rate = _counting_rate(links, timeline_rate)
    place = tail if tail is not None else next((link.place for link in reversed(links)), Fraction(0))
    return _Label(start=place * rate.fraction, rate=rate, has_timecode=tail is not None)


def _timecode_slot(mob: objects.Mob) -> tuple[objects.Slot, objects.Timecode] | None:
    if mob.kind != "source":
        return None
    labeled = [(slot, _timecode_of(slot.segment)) for slot in mob.slots if slot.rate > 0]
    known = [(slot, timecode) for slot, timecode in labeled if timecode is not None and timecode.fps > 0]
    known.sort(key=lambda each: (each[0].physical != 1, -each[1].length))
    return known[0] if known else None


def _timecode_of(segment: objects.Segment) -> objects.Timecode | None:
    if isinstance(segment, objects.Sequence) and segment.components:
        segment = segment.components[0]
    return segment if isinstance(segment, objects.Timecode) else None


def _timecode_rate(slot: objects.Slot, timecode: objects.Timecode, pictured: objects.Slot, timeline_rate: Rate) -> Rate:
    """Return the exact rate of a label that says only whole frames a second."""
    for candidate in (slot.rate, pictured.rate, timeline_rate.fraction):
        if 0 < candidate <= HIGHEST_RATE and Rate(candidate).timebase == timecode.fps:
            return Rate(candidate)
    whole = Fraction(timecode.fps)
    return Rate(whole * 1000 / 1001) if timeline_rate.is_ntsc and timecode.fps % 6 == 0 else Rate(whole)


def _counting_rate(links: list[Link], timeline_rate: Rate) -> Rate:
    """Return the rate frames of a source without timecode are counted at: a picture's own."""
    pictured = [link.slot.rate for link in links if link.slot.kind == "Picture" and link.slot.rate <= HIGHEST_RATE]
    return Rate(pictured[-1]) if pictured else timeline_rate


def _media(links: list[Link], clip: objects.SourceClip, label: _Label) -> MediaRef:
    if not links:
        kind = MediaKind.MISSING if clip.mob else MediaKind.BLACK
        return MediaRef(name=clip.mob, kind=kind, id=clip.mob, has_timecode=False)
    master = next((link.mob for link in links if link.mob.kind == "master"), links[0].mob)
    files = tuple(dict.fromkeys(_path(url) for url in _locators(links)))
    comments = {**links[-1].mob.comments, **master.comments}
    described = [link.mob.descriptor for link in links if link.mob.descriptor]
    embedded = [link.mob.id for link in links if link.mob.descriptor and link.mob.descriptor.is_embedded]
    return MediaRef(
        name=master.name,
        kind=MediaKind.FILE if files or embedded else MediaKind.MISSING,
        reel=_reel(links, comments),
        file=files[0] if files else "",
        available=_available(links, label),
        has_timecode=label.has_timecode,
        is_drop_frame=label.is_drop_frame,
        size=next((each.size for each in described if each.size), None),
        sound_channels=_channel_count(master) or None,
        has_picture=any(slot.kind == "Picture" for slot in master.slots),
        id=master.id,
        scene=_comment(comments, _SCENES),
        take=_comment(comments, _TAKES),
        facts=_facts(files, embedded, comments),
    )


def _facts(files: tuple[str, ...], embedded: list[str], comments: Mapping[str, str]) -> dict[str, object]:
    """Return where else the media lies, which source mob's essence is in the file, and the bin's columns."""
    facts: dict[str, object] = {"files": list(files)} if len(files) > 1 else {}
    if embedded:
        facts["embedded"] = embedded[0]
    if any(comments.values()):
        facts["comments"] = {key: value for key, value in sorted(comments.items()) if value}
    return facts


def _locators(links: list[Link]) -> list[str]:
    """Return where the media lies: what was imported or linked first, then the editing system's own copy."""
    return [url for link in reversed(links) if link.mob.descriptor for url in link.mob.descriptor.locators]


def _path(url: str) -> str:
    """Return a locator as a path, unquoted; file://host/path keeps its host, as a share is written."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        return unquote(url)
    host = "" if parts.netloc in {"", "localhost"} else f"//{parts.netloc}"
    path = unquote(url.split("://", 1)[1][len(parts.netloc) :] if parts.netloc else url.split(":", 1)[1])
    path = path.removeprefix("//") if path.startswith("///") else path
    is_drive = len(path) > 2 and path[0] == "/" and path[2] == ":"
    return host + (path[1:] if is_drive else path)


def _reel(links: list[Link], comments: Mapping[str, str]) -> str:
    tapes = [
        link.mob.name
        for link in links
        if link.mob.descriptor is not None and link.mob.descriptor.kind == "TapeDescriptor"
    ]
    return tapes[-1] if tapes else _comment(comments, _REELS)


def _comment(comments: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((comments[name] for name in names if comments.get(name)), "")


def _available(links: list[Link], label: _Label) -> SourceSpan | None:
    """Return all the file has, in the source's labels: file, else master mob."""
    files = [link for link in links if link.mob.descriptor and link.mob.descriptor.kind not in _NOT_FILES]
    held = files[0] if files else next((link for link in links if link.mob.kind == "master"), None)
    if held is None:
        return None
    seconds = held.slot.segment.length / held.slot.rate - held.slot.origin / held.slot.rate
    start = label.start - held.place * label.rate.fraction
    return SourceSpan(rate=label.rate, start=start, duration=max(Fraction(0), seconds * label.rate.fraction))


def _channel_count(master: objects.Mob) -> int:
    return len([slot for slot in master.slots if slot.kind == "Sound"])


def _channels(links: list[Link]) -> tuple[int, ...]:
    """Return the channel a sound clip carries, where its media has several."""
    link = next((link for link in links if link.mob.kind == "master"), None)
    if link is None or _channel_count(link.mob) < 2:
        return ()
    sounds = [slot.id for slot in link.mob.slots if slot.kind == "Sound"]
    physical = link.slot.physical
    return (physical if physical and physical > 0 else sounds.index(link.slot.id) + 1,)
