"""Files, written in full where they are first used, then by id; and generators for what no file holds."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcp7.writing import add_rate, add_timecode, nearest
from posthouse.interchange.timeline import MediaKind
from posthouse.interchange.xml_urls import url_of_path
from posthouse.interchange.xml_writing import add_element
from posthouse.timing.timecode import can_drop

if TYPE_CHECKING:
    from posthouse.interchange.fcp7.writing import Writing7
    from posthouse.interchange.timeline import Clip, MediaRef
    from posthouse.interchange.xml_reading import Element

GENERATED = {
    MediaKind.BLACK: ("Slug", "Slug", "Matte"),
    MediaKind.BARS: ("HD 1080i Color Bars", "Bars and Tone", "Bars and Tone"),
    MediaKind.COLOR: ("Color", "Color", "Matte"),
    MediaKind.TITLE: ("Text", "Text", "Text"),
}
"""Final Cut's generators: name, id and category."""


def add_file(state: Writing7, parent: Element, clip: Clip, item: str) -> None:
    """Add a clip's <file>: all of it the first time, its id from then on."""
    media = clip.media
    key = (media.file, media.name, media.reel, media.available, media.kind, media.has_timecode)
    if key in state.files:
        add_element(parent, "file", attributes={"id": state.files[key]})
        return
    state.files[key] = f"file-{len(state.files) + 1}"
    holder = add_element(parent, "file", attributes={"id": state.files[key]})
    add_element(holder, "name", media.name)
    if media.kind is MediaKind.FILE and media.file:
        add_element(holder, "pathurl", url_of_path(media.file, host="localhost"))
    rate = media.available.rate if media.available else clip.source.rate
    add_rate(holder, rate)
    if media.available is not None:
        add_element(holder, "duration", nearest(media.available.duration))
    else:
        state.ledger.approximate(item, "media", "nobody said how long its file is and where it begins")
    if media.has_timecode:
        first = nearest(media.available.start) if media.available else 0
        is_drop = media.is_drop_frame and can_drop(rate)
        add_timecode(holder, rate, first, is_drop_frame=is_drop, reel=media.reel)
    elif media.reel:
        state.ledger.drop(item, "media", "a reel stands in the timecode, and the file has none")
    _add_streams(holder, media)


def _add_streams(holder: Element, media: MediaRef) -> None:
    streams = add_element(holder, "media")
    if media.has_picture is not False:
        picture = add_element(streams, "video")
        if media.size:
            sample = add_element(picture, "samplecharacteristics")
            add_element(sample, "width", media.size[0])
            add_element(sample, "height", media.size[1])
    if media.sound_channels:
        add_element(add_element(streams, "audio"), "channelcount", media.sound_channels)


def add_generator(state: Writing7, parent: Element, clip: Clip, item: str) -> None:
    """Add the effect of a generator item."""
    name, identity, category = GENERATED[clip.media.kind]
    effect = add_element(parent, "effect")
    add_element(effect, "name", name)
    add_element(effect, "effectid", identity)
    add_element(effect, "effectcategory", category)
    add_element(effect, "effecttype", "generator")
    add_element(effect, "mediatype", "video")
    if clip.media.kind is MediaKind.TITLE:
        parameter = _parameter(effect, "str", "Text")
        add_element(parameter, "value", clip.media.text)
        state.ledger.approximate(item, "media", "the words of a title are kept, their font and place are not")
    if clip.media.kind is MediaKind.COLOR and clip.media.color is not None:
        add_color(_parameter(effect, "fillcolor", "Color"), clip.media.color)


def add_color(parameter: Element, color: tuple[float, float, float]) -> None:
    """Add a color's <value>: 0..255, with decimals where a color lies between."""
    value = add_element(parameter, "value")
    add_element(value, "alpha", 255)
    for tag, part in zip(("red", "green", "blue"), color, strict=True):
        exact = Fraction(part * 255).limit_denominator(1_000_000)
        add_element(value, tag, f"{float(exact):.9g}")


def _parameter(effect: Element, identity: str, name: str) -> Element:
    parameter = add_element(effect, "parameter")
    add_element(parameter, "parameterid", identity)
    add_element(parameter, "name", name)
    return parameter
