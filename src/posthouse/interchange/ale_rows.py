"""A row of an Avid log and a source, each as the other."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.timeline import MediaRef, SourceSpan
from posthouse.timing import Rate, Timecode
from posthouse.timing.timecode import can_drop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.errors import Place
    from posthouse.interchange.ledger import Ledger

_TAPES = ("Tape", "Source Tape", "Camroll", "Reel", "Labroll", "Soundroll", "Reel Name", "Reel Number")
_FILES = ("Source File", "File Name", "Filename", "Source File Name", "Clip Directory", "Source Path", "UNC")
_SIZE = re.compile(r"(\d{2,5})\s*x\s*(\d{2,5})", re.IGNORECASE)
_THREE = r"\(\s*(\S+)\s+(\S+)\s+(\S+?)\s*\)"
_SOP = re.compile(rf"\s*{_THREE}\s*{_THREE}\s*{_THREE}\s*$")


def media_of_row(
    row: Mapping[str, str], heading: Mapping[str, str], log_rate: Rate, ledger: Ledger, place: Place
) -> MediaRef:
    """Return a row as a source; what of it cannot be read is told to the ledger."""
    said = {column.lower(): field.strip() for column, field in row.items()}
    name = said.get("name") or _first(said, _FILES) or f"line {place.line}"
    rate = _row_rate(said, log_rate)
    tracks = said.get("tracks", "").upper()
    facts: dict[str, object] = {"ale": dict(row), "heading": dict(heading)}
    if cdl := _cdl(said, name, ledger, place):
        facts["cdl"] = cdl
    media = MediaRef(
        name=name,
        reel=_first(said, _TAPES),
        file=_first(said, _FILES),
        available=_available(said, rate, name, ledger, place),
        is_drop_frame=";" in said.get("start", "") and can_drop(rate),
        size=_size(said),
        has_picture=("V" in tracks) if tracks else None,
        sound_channels=_channels(tracks) if tracks else None,
        id=said.get("uid", "") or said.get("umid", ""),
        scene=said.get("scene", ""),
        take=said.get("take", ""),
        facts=facts,
    )
    ledger.keep(name, "media", place=place)
    return media


def row_of_media(media: MediaRef, rate: Rate) -> dict[str, str]:
    """Return a source as the fields of a row; columns of a log it was read from stay as they were."""
    known = media.facts.get("ale")
    row = {str(key): str(field) for key, field in known.items()} if isinstance(known, dict) else {}
    tracks = ("V" if media.has_picture is not False else "") + "".join(
        f"A{at}" for at in range(1, (media.sound_channels or 0) + 1)
    )
    own = {"Name": media.name, "Tracks": tracks, "Scene": media.scene, "Take": media.take} | _times(media, rate)
    own |= _color_fields(media)
    for column, columns in (("Tape", _TAPES), ("Source File", _FILES)):
        own[column] = media.reel if column == "Tape" else media.file
        if _first({key.lower(): field for key, field in row.items()}, columns) == own[column]:
            del own[column]  # it is there under the name the log has for it
    row |= {column: field for column, field in own.items() if field or column in row}
    return {column: re.sub(r"[\t\r\n]+", " ", field) for column, field in row.items()}


def _times(media: MediaRef, rate: Rate) -> dict[str, str]:
    span = media.available
    if span is None:
        return {}
    is_drop = media.is_drop_frame and can_drop(span.rate)
    first, last = math.floor(span.start), math.ceil(span.end)
    times = {
        "Start": str(Timecode(frame_count=first, rate=span.rate, is_drop_frame=is_drop)),
        "End": str(Timecode(frame_count=last, rate=span.rate, is_drop_frame=is_drop)),
        "Duration": str(Timecode(frame_count=last - first, rate=span.rate, is_drop_frame=is_drop)),
    }
    return times if span.rate == rate else times | {"FPS": f"{float(span.rate.fraction):.3f}"}


def _color_fields(media: MediaRef) -> dict[str, str]:
    cdl = media.facts.get("cdl")
    if not isinstance(cdl, dict):
        return {}
    threes = (cdl["slope"], cdl["offset"], cdl["power"])
    sop = "".join(f"({' '.join(f'{number:g}' for number in three)})" for three in threes)
    return {"ASC_SOP": sop, "ASC_SAT": f"{cdl['saturation']:g}"}


def _available(said: Mapping[str, str], rate: Rate, name: str, ledger: Ledger, place: Place) -> SourceSpan | None:
    start, end, lasting = (said.get(column, "") for column in ("start", "end", "duration"))
    if not start:
        return None
    try:
        first = Timecode.parse(start, rate)
        if end:
            frames = Timecode.parse(end, rate).frame_count - first.frame_count
        else:
            frames = Timecode.parse(lasting, rate).frame_count if lasting else 0
    except ValueError as error:
        ledger.drop(name, "timecode", str(error), place=place)
        return None
    if frames < 0:  # past midnight
        frames += Timecode.parse(f"23:59:59:{rate.timebase - 1:02}", rate).frame_count + 1
    return SourceSpan(rate=rate, start=Fraction(first.frame_count), duration=Fraction(frames))


def _row_rate(said: Mapping[str, str], log_rate: Rate) -> Rate:
    try:
        return Rate.parse(said["fps"]) if said.get("fps") else log_rate
    except ValueError:
        return log_rate


def _cdl(said: Mapping[str, str], name: str, ledger: Ledger, place: Place) -> dict[str, object] | None:
    sop, saturation = said.get("asc_sop", ""), said.get("asc_sat", "")
    if not sop and not saturation:
        return None
    match, numbers, level = None, [math.nan], math.nan
    with suppress(ValueError):
        match = _SOP.match(sop.replace(",", " ")) if sop else None
        numbers = [float(number) for number in match.groups()] if match else [1.0] * 3 + [0.0] * 3 + [1.0] * 3
        level = float(saturation or 1)
    if (sop and match is None) or not all(math.isfinite(number) for number in (*numbers, level)):
        ledger.drop(name, "cdl", f"{sop or saturation!r} is no color decision", place=place)
        return None
    slope, offset, power = (tuple(numbers[at : at + 3]) for at in (0, 3, 6))
    return {"slope": slope, "offset": offset, "power": power, "saturation": level}


def _size(said: Mapping[str, str]) -> tuple[int, int] | None:
    fields = (said.get(column, "") for column in ("image size", "frame size", "resolution", "raster dimension"))
    match = next((found for field in fields if (found := _SIZE.search(field))), None)
    return (int(match[1]), int(match[2])) if match else None


def _channels(tracks: str) -> int:
    return len(re.findall(r"A\d{1,2}", tracks)) or tracks.count("A")


def _first(said: Mapping[str, str], columns: tuple[str, ...]) -> str:
    return next((said[column.lower()] for column in columns if said.get(column.lower())), "")
