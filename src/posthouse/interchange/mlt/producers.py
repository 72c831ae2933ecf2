"""Producers: each file once, at each speed it is played at; and the entries that take from them."""

from __future__ import annotations

import copy
import dataclasses
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.ledger import Ledger
from posthouse.interchange.luma_key import LumaKey
from posthouse.interchange.mlt.blends import tell_blend
from posthouse.interchange.mlt.keys import curve_text, is_exact
from posthouse.interchange.mlt.placing import fitted_transform, transform_filters
from posthouse.interchange.mlt.words import COPY, FADE, key_words, lut_words
from posthouse.interchange.timeline import Curve, Key, MediaKind, TrackKind
from posthouse.interchange.xml_writing import add_element, decimal_text, new_element

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Clip, Effect, Timeline, Track
    from posthouse.interchange.xml_reading import Element
    from posthouse.timing import Rate

_SILENCE = -60.0
_NOT_SAID = {
    "cdl": "MLT has no CDL",
    "pan": "pans are not written",
}


@dataclass(slots=True, kw_only=True)
class Shelf:
    """The document being written, and the producers in it by what they play."""

    root: Element
    rate: Rate
    timelines: dict[str, Timeline]
    size: tuple[int, int]
    is_kdenlive: bool = False
    tractors: dict[str, str] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    _producers: dict[tuple[str, ...], Element] = field(default_factory=dict)
    _by_id: dict[str, Element] = field(default_factory=dict)
    """Producers and, by their tractors' ids, nested timelines."""
    _producer_count: int = 0
    _count: int = 0

    def name(self, kind: str) -> str:
        """Return an id no element has."""
        self._count += 1
        return f"{kind}{self._count}"

    def add_tractor(self, timeline: Timeline, tractor: Element) -> None:
        """Add the tractor of a timeline, for the clips that show it."""
        identity = str(tractor.get("id"))
        self.tractors[timeline.id], self._by_id[identity] = identity, tractor
        self.root.append(tractor)

    def background(self, frames: int) -> str:
        """Add the black a timeline lies on."""
        facts = {"resource": "black", "mlt_service": "color", "length": str(frames)}
        return str(self._add("black", facts, frames).get("id"))

    def add_entry(self, playlist: Element, clip: Clip, track: Track) -> None:
        """Add a clip to a playlist, with its filters."""
        producer, first = self.producer(clip, track)
        last = first + clip.record.duration_frames - 1
        entry = add_element(playlist, "entry", attributes={"producer": producer, "in": str(first), "out": str(last)})
        self._add_filters(entry, clip, track, first)
        self.tell(clip)

    def at_mean_speeds(self, track: Track) -> Track:
        """Return a track whose clips play at one speed each: MLT's warps know no ramps. It is told."""
        for clip in track.clips:
            if clip.ramp:
                self.ledger.approximate(clip.name, "speed", f"a ramp, at its mean of {float(clip.speed):.2%}")
        clips = tuple(dataclasses.replace(clip, ramp=()) for clip in track.clips)
        return dataclasses.replace(track, clips=clips)

    def mixed(self, clip: Clip, track: Track) -> tuple[str, int]:
        """Return the producer of one side of a mix, and its first frame; sides have no filters, so producers have."""
        identity, first = self.producer(clip, track)
        if not _has_filters(clip, track):
            return identity, first
        shared = self._by_id[identity]
        own = copy.deepcopy(shared)
        own.set("id", self.name("side"))
        if clip.nested is not None:
            add_element(own, "property", identity, {"name": COPY})
        self._add_filters(own, clip, track, first)
        shared.addnext(own)
        self._producer_count += own.tag == "producer"
        return str(own.get("id")), first

    def producer(self, clip: Clip, track: Track) -> tuple[str, int]:
        """Return the producer of a clip, added where it is not there yet, and the frame of it the clip begins at."""
        if clip.nested is not None and clip.nested in self.tractors:
            return self.tractors[clip.nested], _whole(clip.source.start)
        made = _made(clip)
        if made is not None:
            key = ("made", *made.values(), clip.media.name)
            return self._shared(key, made, clip.record.duration_frames, clip.media.name), 0
        resource = clip.media.file or clip.media.name
        length = self._length(clip)
        first = self._first(clip, f"{track.name}/{clip.name}", length)
        if clip.speed == 0:
            return self._held(clip, resource, first), first
        facts, key = _file(clip, resource), ("file", resource, str(clip.speed))
        if clip.speed != 1:
            spelled = decimal_text(clip.speed, 12)
            facts |= {"resource": f"{spelled}:{resource}", "mlt_service": "timewarp", "warp_speed": spelled,
                      "warp_resource": resource}  # fmt: skip
            key = (*key, str(length) if clip.speed < 0 else "")  # reversed, it counts from its end
        return self._shared(key, facts, max(length, first + clip.record.duration_frames), clip.name), first

    def _held(self, clip: Clip, resource: str, frame: int) -> str:
        """Return a producer that shows one frame for as long as it is asked."""
        key = ("held", resource, str(frame))
        is_new = key not in self._producers
        facts = _file(clip, resource)
        identity = self._shared(key, facts, frame + clip.record.duration_frames, clip.name)
        if is_new:
            held = {"mlt_service": "freeze", "frame": str(frame), "freeze_before": "1", "freeze_after": "1"}
            _add_filter(self._producers[key], held)
        return identity

    def _first(self, clip: Clip, item: str, length: int) -> int:
        """Return the frame of the (warped) producer, ``length`` frames long, at which a clip begins."""
        source = clip.source
        at = self._warped(clip, source.start - self._origin(clip, item))
        if clip.speed < 0:
            at = length - at - self._warped(clip, source.duration)
        if at.denominator != 1:
            self.ledger.approximate(item, "clip", f"its in-point lies between two frames of MLT: {float(at):.3f}")
        return max(0, _whole(at))

    def _origin(self, clip: Clip, item: str) -> Fraction:
        """Return what a source counts from at its file's first frame."""
        if not clip.media.has_timecode:
            return Fraction(0)
        if clip.media.available is None:
            why = "its file's first timecode is not known: counted from 00:00:00:00"
            self.ledger.approximate(item, "media", why)
            return Fraction(0)
        return clip.media.available.start

    def _warped(self, clip: Clip, source_frames: Fraction) -> Fraction:
        """Return frames of a clip's source in frames of the producer that plays it at the clip's speed."""
        return source_frames / clip.source.rate.fraction * self.rate.fraction / (abs(clip.speed) or 1)

    def _length(self, clip: Clip) -> int:
        """Return how long a clip's (warped) producer is; a file nobody measured ends with the clip."""
        available = clip.media.available
        frames = clip.source.end if available is None else available.duration
        return self._warped(clip, frames).__ceil__()

    def _shared(self, key: tuple[str, ...], facts: dict[str, str], length: int, name: str = "") -> str:
        """Return the producer of a key, as long as its longest use."""
        if key not in self._producers:
            words = facts | {"length": str(length)} | ({"kdenlive:clipname": name} if name else {})
            self._producers[key] = self._add("producer", words, length)
        element = self._producers[key]
        if length > int(str(element.get("out"))) + 1:
            element.set("out", str(length - 1))
            next(e for e in element if e.get("name") == "length").text = str(length)
        return str(element.get("id"))

    def _add(self, kind: str, facts: dict[str, str], length: int) -> Element:
        identity = self.name(kind)
        producer = new_element("producer", {"id": identity, "in": "0", "out": str(max(0, length - 1))})
        for name, value in facts.items():
            add_element(producer, "property", value, {"name": name})
        self._producer_count += 1
        self.root.insert(self._producer_count, producer)  # behind the profile and those before it
        self._by_id[identity] = producer
        return producer

    def _add_filters(self, entry: Element, clip: Clip, track: Track, first: int) -> None:
        if track.kind is TrackKind.PICTURE:
            if clip.lut:
                _add_filter(entry, lut_words(clip.lut))
            for effect in clip.effects:
                self._add_effect(entry, clip, effect)
            self._add_place(entry, clip, first)
        if clip.opacity is not None and track.kind is TrackKind.PICTURE:
            facts = {"mlt_service": "brightness", "level": "1", "alpha": curve_text(clip.opacity, first)}
            _add_filter(entry, facts)
            self._tell_curve(clip, "opacity", clip.opacity)
        if clip.gain_db is not None:
            _add_filter(entry, {"mlt_service": "volume", "level": curve_text(clip.gain_db, first)})
            self._tell_curve(clip, "level", clip.gain_db)
        for fade, name in ((clip.fade_in, "in"), (clip.fade_out, "out")):
            if fade:
                _add_filter(entry, _fade(name, fade, clip, first, is_picture=track.kind is TrackKind.PICTURE))

    def _add_effect(self, entry: Element, clip: Clip, effect: Effect) -> None:
        """Add a luma key; other effects are another application's."""
        key = LumaKey.of(effect)
        if key is None:
            self.ledger.drop(clip.name, "effect", f"{effect.name} is an effect of another application")
            return
        _add_filter(entry, key_words(key))
        why = "MLT keys by BT.601's luma, in 8 bits: soft, about a code off; a hard edge may lie beside its own"
        self.ledger.approximate(clip.name, "effect", why)

    def _add_place(self, entry: Element, clip: Clip, first: int) -> None:
        """Add the filters of a clip's transform; the picture is made in the whole frame, whatever its shape."""
        clip = dataclasses.replace(clip, transform=fitted_transform(clip, self.size))
        if clip.transform is None:
            return
        made = transform_filters(clip, self.size, first, is_kdenlive=self.is_kdenlive)
        if self.is_kdenlive:
            add_element(entry, "property", "1", {"name": "set.distort"})
        for words in made.words:
            _add_filter(entry, words)
        if made.why:
            self.ledger.approximate(clip.name, "transform", made.why)
        else:
            self.ledger.keep(clip.name, "transform")

    def _tell_curve(self, clip: Clip, feature: str, curve: Curve) -> None:
        if is_exact(curve):
            self.ledger.keep(clip.name, feature)
        else:
            self.ledger.approximate(clip.name, feature, "MLT goes smoothly in its own way, and from frame to frame")

    def tell(self, clip: Clip) -> None:
        """Tell what of a clip is written, and what is not."""
        self.ledger.keep(clip.name, "clip")
        for field_name, reason in _NOT_SAID.items():
            if getattr(clip, field_name):
                self.ledger.drop(clip.name, field_name, reason)
        tell_blend(clip, self.ledger, is_kdenlive=self.is_kdenlive)
        if clip.media.reel:
            self.ledger.drop(clip.name, "metadata", "MLT has no reels")
        for marker in clip.markers:
            self.ledger.drop(clip.name, "marker", f"clips have no markers in MLT: {marker.name or marker.note}")


def _has_filters(clip: Clip, track: Track) -> bool:
    is_placed = clip.opacity is not None or clip.transform is not None or bool(clip.effects)
    is_dressed = (is_placed or bool(clip.lut)) and track.kind is TrackKind.PICTURE
    return is_dressed or clip.gain_db is not None or bool(clip.fade_in or clip.fade_out)


def _whole(frames: Fraction) -> int:
    return (frames + Fraction(1, 2)).__floor__()


def _add_filter(entry: Element, facts: dict[str, str]) -> None:
    element = add_element(entry, "filter")
    for name, value in facts.items():
        add_element(element, "property", value, {"name": name})


def _fade(name: str, frames: int, clip: Clip, first: int, *, is_picture: bool) -> dict[str, str]:
    """Return the filter of a fade: of a sound by its level, of a picture by its alpha."""
    nothing, whole = (1 / (frames + 1), 1.0) if is_picture else (_SILENCE, 0.0)  # its first frame is seen already
    at, values = (0, (nothing, whole)) if name == "in" else (clip.record.duration_frames - 1 - frames, (whole, nothing))
    keys = tuple(Key(at=Fraction(at + step), value=(value,)) for step, value in zip((0, frames), values, strict=True))
    text = curve_text(Curve(keys=keys), first)
    if is_picture:
        return {"mlt_service": "brightness", "level": "1", "alpha": text, FADE: name}
    return {"mlt_service": "volume", "level": text}


def _file(clip: Clip, resource: str) -> dict[str, str]:
    """Return the words of a file, with its size where that is known: transforms are read by it."""
    facts = {"resource": resource, "mlt_service": "avformat"}
    if clip.media.size is not None:
        facts |= {"meta.media.width": str(clip.media.size[0]), "meta.media.height": str(clip.media.size[1])}
    return facts


def _made(clip: Clip) -> dict[str, str] | None:
    """Return the producer of a picture that is made, not read."""
    match clip.media.kind:
        case MediaKind.BLACK:
            return {"resource": "black", "mlt_service": "color"}
        case MediaKind.COLOR:
            red, green, blue = (round(part * 255) for part in clip.media.color or (0.0, 0.0, 0.0))
            return {"resource": f"#ff{red:02x}{green:02x}{blue:02x}", "mlt_service": "color"}
        case MediaKind.BARS:
            return {"resource": "", "mlt_service": "frei0r.test_pat_B"}
        case MediaKind.TITLE:
            return {"resource": "", "mlt_service": "pango", "markup": clip.media.text}
        case _:
            return None
