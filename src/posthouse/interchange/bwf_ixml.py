"""iXML, as recorders write it: free XML with agreed names (iXML specification 2.x; standards sheet 5.7)."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from fractions import Fraction

from lxml import etree

from posthouse.interchange.numbers import exact_fraction
from posthouse.timing import Rate

_LARGEST = 1 << 20
_UINT32 = 1 << 32


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundTrack:
    """One channel of a file: its place from 1, and what the mixer called it."""

    channel: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeFacts:
    """What a recorder says of a take, as far as iXML has a field for it."""

    start_samples: int | None = None
    """The first sample, counted from midnight at ``stamp_rate``; None where the file does not say."""
    stamp_rate: Fraction | None = None
    """Samples a second of the time stamp: the file's, unless iXML says another (48048 at a pulled-up recorder)."""
    timecode_rate: Rate | None = None
    is_drop_frame: bool = False
    project: str = ""
    scene: str = ""
    take: str = ""
    tape: str = ""
    note: str = ""
    is_circled: bool = False
    family: str = ""
    """Files of one take have one."""
    tracks: tuple[SoundTrack, ...] = ()


def facts_of_ixml(text: str) -> TakeFacts:
    """Return what an iXML chunk says; nothing where it is absent or broken, as a recorder's power cut leaves it."""
    root = _root(text)
    if root is None:
        return TakeFacts()
    high, low = (_whole(root, f"SPEED/TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_{part}") for part in ("HI", "LO"))
    stamp = _fraction(_said(root, "SPEED/TIMESTAMP_SAMPLE_RATE"))
    return TakeFacts(
        start_samples=None if low is None else (high or 0) * _UINT32 + low,
        stamp_rate=stamp,
        timecode_rate=_rate(_said(root, "SPEED/TIMECODE_RATE")),
        is_drop_frame=_said(root, "SPEED/TIMECODE_FLAG").upper() == "DF",
        project=_said(root, "PROJECT"),
        scene=_said(root, "SCENE"),
        take=_said(root, "TAKE"),
        tape=_said(root, "TAPE"),
        note=_said(root, "NOTE"),
        is_circled=_said(root, "CIRCLED").upper() == "TRUE",
        family=_said(root, "FILE_SET/FAMILY_UID"),
        tracks=_tracks(root),
    )


def ixml_of(facts: TakeFacts, *, sample_rate: int) -> bytes:
    """Return an iXML chunk's text."""
    root = etree.Element("BWFXML")
    _add(root, IXML_VERSION="2.10", PROJECT=facts.project, SCENE=facts.scene, TAKE=facts.take, TAPE=facts.tape)
    _add(root, CIRCLED=str(facts.is_circled).upper(), NOTE=facts.note)
    speed = etree.SubElement(root, "SPEED")
    rate = _ratio(facts.timecode_rate.fraction) if facts.timecode_rate else ""
    flag = "DF" if facts.is_drop_frame else "NDF"
    _add(speed, MASTER_SPEED=rate, CURRENT_SPEED=rate, TIMECODE_RATE=rate, TIMECODE_FLAG=flag if rate else "")
    stamp = facts.stamp_rate or Fraction(sample_rate)
    _add(speed, FILE_SAMPLE_RATE=str(sample_rate), TIMESTAMP_SAMPLE_RATE=str(stamp))
    if facts.start_samples is not None:
        high, low = divmod(facts.start_samples, _UINT32)
        _add(speed, TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI=str(high), TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO=str(low))
    if facts.family:
        _add(etree.SubElement(root, "FILE_SET"), FAMILY_UID=facts.family)
    _add_tracks(root, facts.tracks)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add_tracks(root: etree._Element, tracks: tuple[SoundTrack, ...]) -> None:
    if not tracks:
        return
    listed = etree.SubElement(root, "TRACK_LIST")
    _add(listed, TRACK_COUNT=str(len(tracks)))
    for track in tracks:
        place = str(track.channel)
        _add(etree.SubElement(listed, "TRACK"), CHANNEL_INDEX=place, INTERLEAVE_INDEX=place, NAME=track.name)


def _add(parent: etree._Element, **fields: str) -> None:
    for name, said in fields.items():
        if said:
            etree.SubElement(parent, name).text = "".join(each for each in said if each >= " " or each == "\t")


def _root(text: str) -> etree._Element | None:
    if not text.strip() or len(text) > _LARGEST:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=False)
    end = text.rfind("</BWFXML>")
    body = text[: end + len("</BWFXML>")] if end >= 0 else text  # recorders pad with blanks and NULs
    try:
        return etree.fromstring(body.strip().encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _tracks(root: etree._Element) -> tuple[SoundTrack, ...]:
    found = []
    for at, track in enumerate(root.findall("TRACK_LIST/TRACK"), start=1):
        channel = _whole(track, "INTERLEAVE_INDEX") or _whole(track, "CHANNEL_INDEX") or at
        found.append(SoundTrack(channel=channel, name=_said(track, "NAME")))
    return tuple(found)


def _said(root: etree._Element, path: str) -> str:
    return (root.findtext(path) or "").strip()


def _whole(root: etree._Element, path: str) -> int | None:
    text = _said(root, path)
    return int(text) if text.isdecimal() and len(text) <= 20 else None


def _rate(text: str) -> Rate | None:
    try:
        return Rate.parse(text) if text else None
    except ValueError:
        return None


def _fraction(text: str) -> Fraction | None:
    with contextlib.suppress(ValueError):
        exact = exact_fraction(text)
        return exact if exact > 0 else None
    return None


def _ratio(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"
