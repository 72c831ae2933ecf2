"""What is known while a cut is written: the ledger, and resources by what they stand for."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.times import spelled_time
from posthouse.interchange.ledger import Ledger
from posthouse.interchange.timeline import MediaKind
from posthouse.interchange.xml_urls import url_of_path
from posthouse.interchange.xml_writing import add_element, new_element

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from posthouse.interchange.timeline import Clip, MediaRef, Timeline
    from posthouse.interchange.xml_reading import Element
    from posthouse.timing import Rate

EFFECTS = {
    "Cross Dissolve": "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265",
    "Audio Crossfade": "FFAudioTransition",
    "Fade To Color": "FxPlug:8154D0DA-C99B-4EF8-8FF8-006FE5ED57F1",
    "Wipe": "FxPlug:7CBE3D0A-C0B9-4F1A-90D5-4D6DA1B4D8B9",
    "Basic Title": ".../Titles.localized/Bumper:Opener.localized/Basic Title.localized/Basic Title.moti",
    "Custom": ".../Generators.localized/Solids.localized/Custom.localized/Custom.motn",
}
"""Final Cut's own effects by name, with their identities."""
_STUDIO = "com.apple.proapps.studio."


@dataclass(slots=True, kw_only=True)
class WritingX:
    """One file being written."""

    timelines: Mapping[str, Timeline]
    resources: Element
    ledger: Ledger = field(default_factory=Ledger)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    styles: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    known: dict[object, str] = field(default_factory=dict)
    """The ids of resources, by what they stand for."""

    def new_id(self) -> str:
        """Return the id of a new resource."""
        return f"r{next(self.numbers)}"

    def format_id(self, rate: Rate, size: tuple[int, int] | None) -> str:
        """Return the id of a format, made the first time it is asked for."""
        key = ("format", rate, size)
        if key not in self.known:
            self.known[key] = self.new_id()
            attributes = {"id": self.known[key], "frameDuration": frame_duration(rate)}
            if size is not None:
                attributes |= {"width": str(size[0]), "height": str(size[1])}
            add_element(self.resources, "format", attributes=attributes)
        return self.known[key]

    def effect_id(self, name: str) -> str:
        """Return the id of one of Final Cut's effects."""
        key = ("effect", name)
        if key not in self.known:
            self.known[key] = self.new_id()
            add_element(
                self.resources, "effect", attributes={"id": self.known[key], "name": name, "uid": EFFECTS[name]}
            )
        return self.known[key]

    def asset_id(self, clip: Clip, *, is_seen: bool, item: str) -> str:
        """Return the id of a clip's media, made the first time."""
        media = clip.media
        key = (
            "asset",
            media.file,
            media.name,
            media.reel,
            media.available,
            media.id,
            media.scene,
            media.take,
            media.kind,
        )
        if key not in self.known:
            self.known[key] = self.new_id()
            self.resources.append(self._asset(clip, self.known[key], is_seen=is_seen, item=item))
        return self.known[key]

    def _asset(self, clip: Clip, identity: str, *, is_seen: bool, item: str) -> Element:
        media = clip.media
        if media.available is None:
            self.ledger.approximate(item, "media", "nobody said how long its file is and where it begins")
        if media.kind is MediaKind.MISSING:
            self.ledger.approximate(item, "media", "no file is known: one that is missing stands for it")
        span = media.available or clip.source
        start = span.start if media.available else Fraction(0)
        has_picture = is_seen if media.has_picture is None else media.has_picture
        attributes = {
            "id": identity,
            "name": media.name,
            "uid": media.id,
            "start": spelled_time(start / span.rate.fraction),
            "duration": spelled_time((span.end - start) / span.rate.fraction),
        }
        if has_picture:
            attributes |= {"hasVideo": "1", "format": self.format_id(span.rate, media.size), "videoSources": "1"}
        if media.sound_channels:
            channels = str(media.sound_channels)
            attributes |= {"hasAudio": "1", "audioSources": "1", "audioChannels": channels, "audioRate": "48000"}
        element = new_element("asset", attributes)
        path = url_of_path(media.file) if media.kind is MediaKind.FILE and media.file else _missing_url(media)
        add_element(element, "media-rep", attributes={"kind": "original-media", "src": path})
        add_metadata(element, {"reel": media.reel, "scene": media.scene, "shot": media.take})
        return element


def _missing_url(media: MediaRef) -> str:
    return url_of_path(f"/missing/{media.name or 'media'}")


def add_metadata(element: Element, words: dict[str, str]) -> None:
    """Add what the studio keys say: reel, scene and shot."""
    said = {key: text for key, text in words.items() if text}
    if said:
        holder = add_element(element, "metadata")
        for key, text in said.items():
            add_element(holder, "md", attributes={"key": f"{_STUDIO}{key}", "value": text})


def frame_duration(rate: Rate) -> str:
    """Return a frame's length as Final Cut spells it: 100/2400s, 1001/24000s."""
    seconds = 1 / rate.fraction
    factor = 100 if seconds.numerator == 1 else 1
    return f"{seconds.numerator * factor}/{seconds.denominator * factor}s"
