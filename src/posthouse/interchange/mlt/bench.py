"""What every part of the reader shares: the elements by id, the rate, the report."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.curves import plain_speed
from posthouse.interchange.mlt.words import PIXEL_ASPECT, frames_of, properties
from posthouse.interchange.timeline import MediaKind, MediaRef, SourceSpan
from posthouse.interchange.xml_reading import children, exact_number, plain_float

if TYPE_CHECKING:
    from posthouse.interchange.ledger import Ledger
    from posthouse.interchange.xml_reading import Element, XmlDocument
    from posthouse.timing import Rate

_COLORS = {"black": (0.0, 0.0, 0.0), "white": (1.0, 1.0, 1.0), "red": (1.0, 0.0, 0.0)}
_TITLES = {"kdenlivetitle", "pango", "qtext", "text"}
_PRODUCERS = ("producer", "chain")
_LARGEST_SIDE = 65_536


@dataclass(slots=True, kw_only=True)
class Bench:
    """One document being read."""

    document: XmlDocument
    rate: Rate
    ledger: Ledger
    elements: dict[str, Element] = field(init=False)
    size: tuple[int, int] = field(init=False)
    """Of the profile; (0, 0) where it does not say it."""
    wanted: list[str] = field(default_factory=list)
    """Tractors that are used as clips and are not read yet."""
    _met: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        tags = (*_PRODUCERS, "playlist", "tractor")
        self.elements = {str(each.get("id")): each for each in self.document.root.iter(*tags) if each.get("id")}
        profile = self.document.root.find("profile")
        found = None if profile is None else _size(str(profile.get("width", "")), str(profile.get("height", "")))
        self.size = found or (0, 0)

    def main(self) -> Element:
        """Return the tractor that is the cut: what the document names, else its last tractor or playlist."""
        root = self.document.root
        named = self.elements.get(str(root.get("producer", "")))
        if named is not None and named.tag == "tractor":
            return self._opened(named)
        found = list(children(root, "tractor")) or list(children(root, "playlist"))
        if not found:
            raise self.document.wrong(root, "it holds no tractor and no playlist, so no cut")
        return self._opened(found[-1])

    def _opened(self, tractor: Element) -> Element:
        """Return the sequence of Kdenlive's outer tractor, whose only track it is; else the tractor itself."""
        tracks = list(children(tractor, "track"))
        inner = self.elements.get(str(tracks[0].get("producer", ""))) if len(tracks) == 1 else None
        is_outer = inner is not None and inner.tag == "tractor" and not properties(inner).get("kdenlive:audio_track")
        return inner if is_outer and inner is not None and inner is not tractor else tractor

    def want(self, identity: str) -> str:
        """Return the id of a tractor used as a clip; it will be read too."""
        if identity not in self._met:
            self._met.add(identity)
            self.wanted.append(identity)
        return identity

    def is_background(self, element: Element) -> bool:
        """Return whether a track is the black every MLT cut lies on."""
        if element.tag == "playlist":
            entries = [self.elements.get(str(each.get("producer", ""))) for each in children(element, "entry")]
            blacks = [each is not None and self.is_background(each) for each in entries]
            return str(element.get("id", "")).startswith(("black", "background")) and bool(blacks) and all(blacks)
        return element.tag in _PRODUCERS and _kind(properties(element)) is MediaKind.BLACK

    def media_of(self, element: Element) -> tuple[MediaRef, Fraction]:
        """Return what a producer is, and the speed it plays at."""
        words = properties(element)
        speed, resource = _warped(words)
        kind = _kind(words)
        if kind in {MediaKind.BLACK, MediaKind.COLOR}:
            color = _color(resource)
            name = words.get("kdenlive:clipname") or str(kind)
            return MediaRef(name=name, kind=kind, color=color, has_timecode=False), Fraction(1)
        length = None if speed != 1 else frames_of(words.get("length"), self.rate)  # warped ones are rounded
        available = None if length is None else SourceSpan(rate=self.rate, start=Fraction(0), duration=Fraction(length))
        name = words.get("kdenlive:clipname") or words.get("shotcut:caption") or _file(resource) or words.get("id", "")
        media = MediaRef(
            name=name or str(element.get("id", "")),
            kind=kind,
            file=self.path(resource) if kind is MediaKind.FILE else "",
            available=available,
            has_timecode=False,
            text=words.get("markup") or words.get("text") or "",
            has_picture=False if words.get("video_index") == "-1" else None,
            size=_size(words.get("meta.media.width", ""), words.get("meta.media.height", "")),
            facts=_shape(words),
        )
        return media, speed

    def path(self, resource: str) -> str:
        """Return a resource as a path; relative ones lie beside ``root``, where the document names one."""
        base = str(self.document.root.get("root", ""))
        is_whole = resource.startswith("/") or resource[1:3] in {":/", ":\\"} or "://" in resource
        return resource if is_whole or not base else f"{base.rstrip('/')}/{resource}"


def _size(width: str, height: str) -> tuple[int, int] | None:
    sides = plain_float(width), plain_float(height)
    if not all(side is not None and 1 <= side <= _LARGEST_SIDE for side in sides):
        return None
    return int(sides[0] or 0), int(sides[1] or 0)


def _shape(words: dict[str, str]) -> dict[str, object]:
    """Return what a producer says of the shape of its pixels, where they are not square."""
    aspect = exact_number(words.get("aspect_ratio"))
    is_square = aspect is None or aspect == 1 or not Fraction(1, 8) <= aspect <= 8
    return {} if is_square else {PIXEL_ASPECT: words["aspect_ratio"]}


def _warped(words: dict[str, str]) -> tuple[Fraction, str]:
    """Return the speed of a time warp and the file behind it: ``0.5:/media/take.mov``."""
    resource = words.get("resource", "")
    if words.get("mlt_service") != "timewarp":
        return Fraction(1), resource
    head, _, tail = resource.partition(":")
    speed = exact_number(words.get("warp_speed") or head) or Fraction(1)
    return plain_speed(speed), words.get("warp_resource") or tail


def _kind(words: dict[str, str]) -> MediaKind:
    service, resource = words.get("mlt_service", ""), words.get("resource", "")
    if service in {"color", "colour"} or resource.startswith(("color:", "colour:")) or resource == "black":
        return MediaKind.BLACK if _color(resource) == (0.0, 0.0, 0.0) else MediaKind.COLOR
    return MediaKind.TITLE if service in _TITLES else MediaKind.FILE


def _color(resource: str) -> tuple[float, float, float]:
    """Return R'G'B' of ``black``, ``color:red``, ``#ffrrggbb`` (alpha first) or ``0xrrggbbaa``."""
    name = resource.rpartition(":")[2].strip().lower()
    digits = name.removeprefix("#").removeprefix("0x")
    if len(digits) == 8:
        digits = digits[:6] if name.startswith("0x") else digits[2:]
    try:
        red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return _COLORS.get(name, (0.0, 0.0, 0.0))
    return red, green, blue


def _file(resource: str) -> str:
    return resource.replace("\\", "/").rsplit("/", 1)[-1]
