"""What Apple's document types 1.9 to 1.13 ask of the elements written here, as rules of our own.

No package brings Apple's DTDs, and their text is not copied: these are the orders, required attributes and references
of the FCPXML Reference, for what the writer makes. They agree with the DTD 1.10 on all that the tests here write.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from lxml import etree

from posthouse.interchange.fcpxml.times import parsed_time

if TYPE_CHECKING:
    from posthouse.interchange.xml_reading import Element

_ANCHORED = "audio video clip title caption mc-clip ref-clip sync-clip asset-clip audition spine"
_MARKED = "marker chapter-marker rating keyword"
_SEEN = ("adjust-crop", "adjust-conform", "adjust-transform", "adjust-blend")
_HEARD = ("adjust-volume", "adjust-panner")
_TIMED = ("conform-rate", "timeMap")
ORDERS: dict[str, tuple[str, ...]] = {
    "asset-clip": ("note", *_TIMED, *_SEEN, *_HEARD, _ANCHORED, _MARKED, "audio-channel-source", "metadata"),
    "ref-clip": ("note", *_TIMED, *_SEEN, *_HEARD, _ANCHORED, _MARKED, "metadata"),
    "mc-clip": ("note", *_TIMED, *_HEARD, "mc-source", _ANCHORED, _MARKED, "metadata"),
    "mc-source": _SEEN,
    "title": ("param", "text", "text-style-def", "note", *_SEEN, _ANCHORED, _MARKED, "metadata"),
    "video": ("param", "note", *_TIMED, *_SEEN, _ANCHORED, _MARKED),
    "gap": ("note", _ANCHORED, _MARKED, "metadata"),
    "transition": ("filter-video", "filter-audio", _MARKED),
    "asset": ("media-rep", "metadata"),
    "audio-channel-source": _HEARD,
    "param": ("fadeIn", "fadeOut", "keyframeAnimation", "param"),
    "sequence": ("note", "spine", "metadata"),
}
REQUIRED = {
    "asset-clip": ("ref",), "ref-clip": ("ref", "duration"), "mc-clip": ("ref", "duration"),
    "title": ("ref", "duration"),
    "video": ("ref", "duration"), "gap": ("duration",), "transition": ("duration",), "format": ("id",),
    "effect": ("id", "uid"),
    "asset": ("id",), "media": ("id",), "media-rep": ("src",), "sequence": ("format",), "mc-angle": ("angleID",),
    "mc-source": ("angleID",), "marker": ("start", "value"), "chapter-marker": ("start", "value"),
    "timept": ("time", "value"),
    "keyframe": ("time", "value"), "audio-channel-source": ("srcCh",), "text-style-def": ("id",),
}  # fmt: skip
_TIMES = ("offset", "start", "duration", "tcStart", "audioStart", "audioDuration", "time", "value", "frameDuration")


def problems(content: bytes) -> list[str]:
    """Return all that is wrong with a document."""
    root = etree.fromstring(content)
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    found = [f"{name} is there twice" for name in {each for each in ids if ids.count(each) > 1}]
    for element in root.iter():
        found += [f"{element.tag} lacks {name}" for name in REQUIRED.get(element.tag, ()) if element.get(name) is None]
        found += _order(element)
        for name in ("ref", "format"):
            if element.get(name) and element.get(name) not in ids and not (name == "format" and element.tag == "md"):
                found.append(f"{element.tag} names {element.get(name)}")
        found += _times(element)
    for sequence in root.iter("sequence"):
        found += _frames(root, sequence)
    return found


def _order(element: Element) -> list[str]:
    order = ORDERS.get(str(element.tag))
    if order is None:
        return []
    ranks = [next((rank for rank, names in enumerate(order) if child.tag in names.split()), None) for child in element]
    if None in ranks:
        return [f"{element.tag} holds {[child.tag for child in element]}"]
    return [] if ranks == sorted(ranks, key=lambda rank: rank or 0) else [f"{element.tag}: {[c.tag for c in element]}"]


def _times(element: Element) -> list[str]:
    wrong = []
    for name in _TIMES:
        said = element.get(name)
        if said is None or (name == "value" and element.tag != "timept"):
            continue
        time = parsed_time(said)
        if time is None or not said.endswith("s") or time.denominator >= 1 << 31 or abs(time.numerator) >= 1 << 63:
            wrong.append(f"{element.tag} {name}={said}")
    return wrong


def _frames(root: Element, sequence: Element) -> list[str]:
    """Return the places on a primary storyline that are no whole frames, or do not follow each other."""
    shape = root.find(f".//format[@id='{sequence.get('format')}']")
    assert shape is not None
    frame = parsed_time(shape.get("frameDuration", "")) or Fraction(1)
    cursor = parsed_time(sequence.get("tcStart", "0s")) or Fraction(0)
    wrong = []
    for item in sequence.iterfind("spine/*"):
        offset, lasting = (parsed_time(item.get(name, "0s")) or Fraction(0) for name in ("offset", "duration"))
        wrong += [f"{item.tag} at {time}" for time in (offset, lasting) if (time / frame).denominator != 1]
        if item.tag == "transition":
            continue
        wrong += [f"{item.tag} at {offset}, not {cursor}"] if offset != cursor else []
        cursor += lasting
    return wrong
