"""Files and generators: what a clip item is cut from. A file is defined once, then named by its id."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcp7.state import whole
from posthouse.interchange.timeline import MediaKind, MediaRef, SourceSpan
from posthouse.interchange.xml_reading import exact_number, plain_float, text_of
from posthouse.interchange.xml_urls import path_of_url

if TYPE_CHECKING:
    from posthouse.interchange.fcp7.state import Reading7
    from posthouse.interchange.xml_reading import Element
    from posthouse.timing import Rate

_SOURCES = {"slug": MediaKind.BLACK, "black video": MediaKind.BLACK, "black": MediaKind.BLACK}
_GENERATORS = (
    ("slug", MediaKind.BLACK),
    ("black", MediaKind.BLACK),
    ("bars", MediaKind.BARS),
    ("color", MediaKind.COLOR),
    ("solid", MediaKind.COLOR),
    ("text", MediaKind.TITLE),
    ("title", MediaKind.TITLE),
    ("lower 3rd", MediaKind.TITLE),
    ("crawl", MediaKind.TITLE),
)


def media_of_file(state: Reading7, element: Element, fallback: Rate) -> MediaRef:
    """Return the media a <file> defines, or the one its id names; ``fallback`` is the rate of a file that says none."""
    name = element.get("id", "")
    if name and name in state.media:
        return state.media[name]
    defined = state.files.get(name, element)
    media = _defined_media(state, defined, fallback)
    if name:
        state.media[name] = media
    return media


def file_rate(state: Reading7, element: Element, fallback: Rate) -> Rate:
    """Return the rate of a file, or of the one its id names."""
    return state.rate_of(state.files.get(element.get("id", ""), element)) or fallback


def _defined_media(state: Reading7, element: Element, fallback: Rate) -> MediaRef:
    rate = state.rate_of(element) or fallback
    label = state.timecode_of(element.find("timecode"), rate)
    start, is_drop = label or (Fraction(0), False)
    duration = state.frames(element, "duration")
    source, url = text_of(element, "mediaSource"), text_of(element, "pathurl")
    kind = MediaKind.FILE if url else _SOURCES.get(source.lower(), _generator_kind(source))
    video, audio = element.find("media/video"), element.find("media/audio")
    return MediaRef(
        name=text_of(element, "name") or source,
        kind=kind,
        reel=text_of(element, "timecode/reel/name"),
        file=path_of_url(url),
        available=None if not duration else SourceSpan(rate=rate, start=start, duration=duration),
        has_timecode=label is not None,
        is_drop_frame=is_drop,
        size=_size(video) or _size(element),
        sound_channels=_channels(element),
        has_picture=None if video is None and audio is None else video is not None,
        id=element.get("id", ""),
        facts={} if not source else {"mediaSource": source},
    )


def _generator_kind(name: str) -> MediaKind:
    low = name.lower()
    return next((kind for word, kind in _GENERATORS if word in low), MediaKind.MISSING)


def _size(element: Element | None) -> tuple[int, int] | None:
    if element is None:
        return None
    holder = element.find("samplecharacteristics")
    holder = element if holder is None else holder
    width, height = (exact_number(holder.findtext(tag)) for tag in ("width", "height"))
    return (whole(width), whole(height)) if width and height and min(width, height) > 0 else None


def _channels(element: Element) -> int | None:
    audio = element.findall("media/audio")
    if not audio:
        return None
    counts = [exact_number(each.findtext("channelcount")) for each in audio]
    return sum(whole(count) if count else 1 for count in counts)


def media_of_generator(state: Reading7, item: Element, name: str) -> MediaRef:
    """Return what a <generatoritem> makes: text, a color, bars or black."""
    effect = item.find("effect")
    wording = f"{text_of(effect, 'effectid')} {text_of(effect, 'name')}"
    kind = _generator_kind(wording)
    parameters = {text_of(each, "parameterid").lower(): each for each in item.iterfind("effect/parameter")}
    facts = {"generator": text_of(effect, "name") or text_of(effect, "effectid")}
    media = MediaRef(name=name or facts["generator"], kind=kind, has_timecode=False, facts=facts)
    if kind is MediaKind.TITLE:
        return dataclasses.replace(media, text=text_of(parameters.get("str"), "value"))
    if kind is MediaKind.COLOR:
        return dataclasses.replace(media, color=_color(parameters))
    if kind is MediaKind.MISSING:
        place = state.document.place(item)
        state.ledger.approximate(media.name, "media", "a generator only its own application can make", place=place)
    return media


def _color(parameters: dict[str, Element]) -> tuple[float, float, float] | None:
    holder = next((each.find("value") for name, each in parameters.items() if "color" in name), None)
    values = [plain_float(text_of(holder, tag)) for tag in ("red", "green", "blue")]
    if holder is None or any(value is None for value in values):
        return None
    red, green, blue = (min(1.0, max(0.0, (value or 0.0) / 255)) for value in values)
    return red, green, blue
