"""Resources: formats, assets, effects and reusable media, which clips name by id."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.times import time_of
from posthouse.interchange.timeline import MediaKind, MediaRef, SourceSpan
from posthouse.interchange.xml_reading import children, exact_number
from posthouse.interchange.xml_urls import path_of_url
from posthouse.timing import Rate

if TYPE_CHECKING:
    from posthouse.interchange.xml_reading import Element, XmlDocument

_STUDIO = "com.apple.proapps.studio."
_NAMED_RATE = re.compile(r"(?:p|i|x\d+p)(2398|24|25|2997|30|47952|4795|48|50|5994|60|90|100|11988|120)$", re.ASCII)
_RATES = {"2398": "23.976", "2997": "29.97", "4795": "47.952", "47952": "47.952", "5994": "59.94", "11988": "119.88"}
_LOST_MEDIA = "file:///missing/"
"""Where media nobody could name a file for is written to lie; the format asks for a place."""


@dataclass(slots=True, kw_only=True)
class Resources:
    """All resources of a document by id, and the media already read."""

    document: XmlDocument
    elements: dict[str, Element]
    _media: dict[tuple[str, Rate], tuple[MediaRef, Rate]] = field(default_factory=dict)

    def named(self, element: Element, attribute: str = "ref") -> Element:
        """Return the resource an element names.

        Raises:
            MediaError: there is none of that id.
        """
        name = element.get(attribute, "")
        found = self.elements.get(name)
        if found is None:
            raise self.document.wrong(
                element,
                f"<{element.tag}> names resource {name!r}, which is not in the file",
                "export the whole project",
            )
        return found

    def format_of(self, element: Element) -> Element | None:
        """Return the format an element names, None where it names none."""
        return self.elements.get(element.get("format", ""))

    def rate_of(self, shape: Element | None) -> Rate | None:
        """Return the frame rate of a format, by its frame duration, else by its name; None for stills and sound."""
        if shape is None:
            return None
        duration = time_of(self.document, shape, "frameDuration")
        if duration is None:
            named = _NAMED_RATE.search(shape.get("name", ""))
            return Rate.parse(_RATES.get(named[1], named[1])) if named else None
        try:
            return Rate(1 / duration)
        except (ValueError, ZeroDivisionError) as error:
            raise self.document.wrong(shape, f"a frame of {duration} s is no frame", "look at the format") from error

    def size_of(self, shape: Element | None) -> tuple[int, int] | None:
        """Return the size of a format, None where it says none."""
        if shape is None:
            return None
        width, height = (exact_number(shape.get(name)) for name in ("width", "height"))
        return (int(width), int(height)) if width and height and min(width, height) >= 1 else None

    def media_of(self, asset: Element, fallback: Rate) -> tuple[MediaRef, Rate]:
        """Return what an asset is, and the rate its frames count at: ``fallback`` for stills and sound."""
        name = asset.get("id", ""), fallback
        if name not in self._media:
            self._media[name] = self._read_asset(asset, fallback)
        return self._media[name]

    def _read_asset(self, asset: Element, fallback: Rate) -> tuple[MediaRef, Rate]:
        shape = self.format_of(asset)
        rate = self.rate_of(shape) or fallback
        start = time_of(self.document, asset, "start") or Fraction(0)
        duration = time_of(self.document, asset, "duration") or Fraction(0)
        url = asset.get("src") or next((each.get("src", "") for each in children(asset, "media-rep")), "")
        channels = exact_number(asset.get("audioChannels"))
        words = metadata_of(asset)
        is_lost = url.startswith(_LOST_MEDIA)
        media = MediaRef(
            name=asset.get("name", "") or url.rsplit("/", 1)[-1],
            kind=MediaKind.MISSING if is_lost or not url else MediaKind.FILE,
            reel=words.get(f"{_STUDIO}reel", ""),
            file="" if is_lost else path_of_url(url),
            available=None
            if duration <= 0
            else SourceSpan(rate=rate, start=start * rate.fraction, duration=duration * rate.fraction),
            size=self.size_of(shape),
            sound_channels=int(channels) if asset.get("hasAudio") == "1" and channels else None,
            has_picture=asset.get("hasVideo") == "1",
            id=asset.get("uid", ""),
            scene=words.get(f"{_STUDIO}scene", ""),
            take=words.get(f"{_STUDIO}shot", ""),
        )
        return media, rate


def metadata_of(element: Element) -> dict[str, str]:
    """Return an element's metadata that is plain text, by key."""
    return {
        each.get("key", ""): each.get("value", "")
        for holder in children(element, "metadata")
        for each in children(holder, "md")
        if each.get("value")
    }
