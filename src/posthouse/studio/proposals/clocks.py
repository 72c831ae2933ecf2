"""When a media began, by its own timecode: a camera's label, or a recorder's samples since midnight.

Source: EBU Tech 3285 (bext, TimeReference); iXML specification 3.01, object SPEED (www.gallery.co.uk/ixml).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from lxml import etree

from posthouse.assistant.sync import StartClock
from posthouse.timing import Rate

if TYPE_CHECKING:
    from posthouse.media.facts import BroadcastExtension, MediaInfo
    from posthouse.studio.sources import StudioMedia


def start_clock(media: StudioMedia) -> StartClock | None:
    """Return when a media began by its own clock; None where it does not say."""
    source, info = media.editorial, media.info
    if source is not None and source.start_timecode is not None and info is not None:
        return StartClock.of_label(source.start_timecode, info.pictures[0].duration_s)
    if info is None or not info.sounds or info.broadcast is None:
        return None
    return recorder_clock(info, info.broadcast)


def recorder_clock(info: MediaInfo, wave: BroadcastExtension) -> StartClock | None:
    """Return when a broadcast wave began; what its iXML says of rates is believed before its header."""
    facts = info.sounds[0]
    speed = _speed_of(wave.ixml)
    since = wave.time_reference_samples
    if since is None or (since == 0 and not speed):
        return None
    stamped = _whole(speed, "FILE_SAMPLE_RATE") or facts.sample_rate
    counted = _whole(speed, "DIGITIZER_SAMPLE_RATE") or stamped
    clock = StartClock.of_samples(
        since,
        Fraction(facts.duration_samples, facts.sample_rate),
        sample_rate=_whole(speed, "TIMESTAMP_SAMPLE_RATE") or facts.sample_rate,
        counted_rate=counted,
        file_rate=stamped,
    )
    return replace(clock, rate=_rate(speed.get("TIMECODE_RATE", "")))


def _speed_of(ixml: str) -> dict[str, str]:
    """Return the texts of an iXML's SPEED object; none where there is no iXML that can be read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(ixml.strip().encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    found = None if root is None else root.find(".//SPEED")
    if found is None:
        return {}
    return {str(each.tag): (each.text or "").strip() for each in found}


def _whole(speed: dict[str, str], name: str) -> int:
    text = speed.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _rate(text: str) -> Rate | None:
    try:
        return Rate.parse(text) if text else None
    except ValueError:
        return None
