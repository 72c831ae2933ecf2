"""Avid Log Exchange: what a lab or an assistant logged of each clip, one row a clip.

In: a text of three parts, Heading (FPS, VIDEO_FORMAT), Column and Data, fields apart by tabs. Out: a ``MediaRef`` for
each row; columns posthouse has no word for stay in ``facts["ale"]``, so that a log written again has them all.
Source: Avid Media Composer's "Avid Log Specifications"; the shape is checked against otio-ale-adapter in tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.errors import MediaError, Place
from posthouse.interchange.ale_rows import media_of_row, row_of_media
from posthouse.interchange.ale_sources import sources_of
from posthouse.interchange.ledger import Ledger
from posthouse.interchange.plain_text import text_of
from posthouse.interchange.timeline import MediaRef, Reading, Writing
from posthouse.timing import Rate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from posthouse.interchange.timeline import Timeline

_TITLE = "an Avid log (ALE)"
_DELIMITERS = {"TABS": "\t", "TAB": "\t", "COMMAS": ",", "COMMA": ","}
_ALWAYS = ("Name", "Tracks", "Start", "End")
"""Columns without which Media Composer takes no log."""
_SPOKEN = {"24000/1001": "23.976", "30000/1001": "29.97", "48000/1001": "47.952", "60000/1001": "59.94"}
_FORMATS = ((720, "720"), (1080, "1080"))


def read(path: Path, *, rate: Rate | None = None) -> Reading:
    """Return the media a log lists; ``rate`` is for logs without FPS.

    Raises:
        MediaError: the file is no log, or neither it nor ``rate`` says how fast its timecodes count.
    """
    heading, columns, rows = _parts(text_of(path, title=_TITLE), path)
    log_rate = _rate_of(heading, path, rate)
    ledger = Ledger()
    media: list[MediaRef] = []
    for line, fields in rows:
        place = Place(file=path.name, line=line)
        if len(fields) > len(columns):
            what = f"{len(fields)} fields under {len(columns)} columns: the last are left out"
            ledger.drop(f"line {line}", "metadata", what, place=place)
        named = dict(zip(columns, [*fields, *[""] * len(columns)], strict=False))
        media.append(media_of_row(named, heading, log_rate, ledger, place))
    return Reading(format="ale", timelines=(), media=tuple(media), ledger=ledger)


def write(timelines: tuple[Timeline, ...], *, name: str) -> Writing:
    """Return a log of the media a cut uses: a row each, with all the media has or, where unknown, all that is used."""
    ledger = Ledger()
    media = sources_of(timelines, ledger)
    text = log_text(media, timelines[0].rate, size=timelines[0].size)
    for each in media:
        ledger.keep(each.name, "media")
    ledger.drop("the cut", "clip", "a log lists sources: where they stand in the cut, it cannot say")
    return Writing(format="ale", files={f"{name}.ale": text.encode("utf-8")}, ledger=ledger)


def log_text(media: Iterable[MediaRef], rate: Rate, *, size: tuple[int, int] | None = None) -> str:
    """Return a log of some media, as a VFX or dailies turnover needs one; columns of a log read before stay in it."""
    rows = [row_of_media(each, rate) for each in media]
    columns = list(dict.fromkeys(column for row in rows for column in (*row, *_ALWAYS))) or list(_ALWAYS)
    lines = ["Heading", "FIELD_DELIM\tTABS", f"VIDEO_FORMAT\t{_video_format(size)}", "AUDIO_FORMAT\t48khz"]
    lines += [f"FPS\t{_SPOKEN.get(str(rate), str(rate))}", "", "Column", "\t".join(columns), "", "Data"]
    lines += ["\t".join(row.get(column, "") for column in columns) for row in rows]
    return "\r\n".join(lines) + "\r\n"


def _video_format(size: tuple[int, int] | None) -> str:
    known = next((name for height, name in _FORMATS if size and size[1] == height), None)
    return known or "CUSTOM"


def _parts(text: str, path: Path) -> tuple[dict[str, str], list[str], list[tuple[int, list[str]]]]:
    """Return a log's heading, its columns, and the fields of each row with its line."""
    heading: dict[str, str] = {}
    columns: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    part, delimiter = "", "\t"
    for at, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        word = line.strip().lower()
        if word in {"heading", "column", "data"} and (part != "data"):
            part = word
        elif not word:
            continue
        elif part == "heading":
            key, _, said = line.partition("\t") if "\t" in line else line.partition(" ")
            heading[key.strip().upper()] = said.strip()
            delimiter = _delimiter(heading, path, at)
        elif part == "column" and not columns:
            columns = [column.strip() for column in line.split(delimiter)]
        elif part == "data":
            rows.append((at, line.split(delimiter)))
    _refuse_what_is_none(part, columns, path)
    while columns and not columns[-1]:
        columns.pop()
    return heading, columns, rows


def _delimiter(heading: dict[str, str], path: Path, line: int) -> str:
    said = heading.get("FIELD_DELIM", "TABS").upper()
    if said not in _DELIMITERS:
        place = Place(file=path.name, line=line)
        raise MediaError(f"its fields are apart by {said!r}", hint="export it with tabs", place=place)
    return _DELIMITERS[said]


def _refuse_what_is_none(part: str, columns: Sequence[str], path: Path) -> None:
    if not part:
        raise MediaError(f"{path.name} is no Avid log: it has no line Heading", hint="is it the right file?")
    if not columns or part != "data":
        missing = "Column" if not columns else "Data"
        raise MediaError(f"{path.name} is cut short: it has no part {missing}", hint="export it again")


def _rate_of(heading: dict[str, str], path: Path, told: Rate | None) -> Rate:
    said = heading.get("FPS", "")
    if not said and told is None:
        raise MediaError(f"{path.name} does not say its FPS", hint="say it as --rate")
    try:
        return Rate.parse(said) if said else told or Rate.parse(24)
    except ValueError as error:
        raise MediaError(f"{path.name} says FPS {said!r}, which is no rate", hint="say it as --rate") from error
