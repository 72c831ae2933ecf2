"""Comment lines under an event: names, files, color decisions, levels, locators, notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from posthouse.interchange.edl.sides import label_of
from posthouse.interchange.timeline import MediaKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.interchange.ledger import Ledger
    from posthouse.interchange.timeline import Cdl, Clip, Marker, Timeline

_UNCOLORED = "RED"
"""Editing systems' first color; a locator has to have one."""


def name_lines(clip: Clip, outgoing: Clip | None, reel: str, *, is_transition: bool) -> Iterator[str]:
    """Yield what the clips of an event are called and cut from."""
    if outgoing is not None and outgoing.media.kind is not MediaKind.BLACK:
        yield f"* FROM CLIP NAME: {one_line(outgoing.name)}"
    if clip.media.kind is MediaKind.BLACK:
        return
    yield f"* {'TO' if is_transition else 'FROM'} CLIP NAME: {one_line(clip.name)}"
    source_file = str(clip.media.facts.get("source_file", ""))
    if source_file:
        yield f"* SOURCE FILE: {one_line(source_file)}"
    if clip.media.file and clip.media.file != source_file:
        yield f"* FROM FILE: {one_line(clip.media.file)}"
    if clip.media.reel and clip.media.reel != reel:
        yield f"* TAPE NAME: {one_line(clip.media.reel)}"
    for word, said in (("SCENE", clip.media.scene), ("TAKE", clip.media.take)):
        if said:
            yield f"* {word}: {one_line(said)}"


def color_lines(cdl: Cdl | None) -> Iterator[str]:
    """Yield a color decision (ASC CDL 1.2)."""
    if cdl is None:
        return
    sop = "".join(f"({' '.join(_decimal(number) for number in three)})" for three in (cdl.slope, cdl.offset, cdl.power))
    yield f"*ASC_SOP {sop}"
    yield f"*ASC_SAT {_decimal(cdl.saturation)}"
    if cdl.id:
        yield f"*ASC_CC_XML {one_line(cdl.id)}"


def level_lines(clip: Clip, lane: str, ledger: Ledger, item: str) -> Iterator[str]:
    """Yield the level, pan and patched channel of sound, as Avid's lists say them."""
    if len(clip.source_channels) == 1 and f"A{clip.source_channels[0]}" != lane:
        yield f"* PATCH:  FROM SOURCE {clip.source_channels[0]} TO RECORD {lane[1:]}"
    elif len(clip.source_channels) > 1:
        ledger.approximate(item, "track", f"it carries channels {clip.source_channels}; {lane} is one")
    if clip.gain_db is None and clip.pan is None:
        return
    gain = clip.gain_db.keys[0].value[0] if clip.gain_db else 0.0
    pan = clip.pan.keys[0].value[0] if clip.pan else 0.0
    moves = any(curve is not None and not curve.is_constant for curve in (clip.gain_db, clip.pan))
    if moves or abs(round(gain, 1) - gain) > 1e-9 or abs(round(pan, 2) - pan) > 1e-9:
        ledger.approximate(item, "level", "its first level, to 0.1 dB, and pan, to 1%: an EDL has one for an event")
    else:
        ledger.keep(item, "level")
    side = "C" if round(pan, 2) == 0 else f"{'L' if pan < 0 else 'R'}{round(abs(pan) * 100)}"
    yield f"* {lane} VOL =  {gain:+.1f} DB  PAN {side}"


def marker_line(marker: Marker, frame: int, timeline: Timeline) -> str:
    """Return a locator at a record frame."""
    label = label_of(timeline.start_frame + frame, timeline.rate, is_drop=timeline.is_drop_frame)
    words = " ".join(part for part in (marker.name, marker.note) if part)
    color = (marker.color or _UNCOLORED).split()[0].upper()
    return f"* LOC: {label} {color:<7} {one_line(words)}".rstrip()


def tell_marker(marker: Marker, item: str, ledger: Ledger) -> None:
    """Tell what of a marker a locator cannot say."""
    lost = [
        what
        for what, is_there in (
            ("how long it lasts", marker.duration),
            ("its author", marker.author),
            ("name and note apart", marker.name and marker.note),
            ("that it has no color", not marker.color),
        )
        if is_there
    ]
    if lost:
        ledger.approximate(item, "marker", f"a locator does not say {', '.join(lost)}")
    else:
        ledger.keep(item, "marker")


def _decimal(number: float) -> str:
    """Return a number as CDL comments have them: never with an exponent, at least one decimal."""
    text = f"{number:.10f}".rstrip("0")
    return f"{text}0" if text.endswith(".") else text


def one_line(text: str) -> str:
    """Return words on one line."""
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", " ", text).strip()
