"""Small lists for tests, and the two other parsers they are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import opentimelineio
import pycmx

from posthouse.interchange.edl import Style, read, write
from posthouse.timing import Rate

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.timeline import Reading, Timeline

R24, R25, R2997 = Rate.parse(24), Rate.parse(25), Rate.parse("29.97")


def listed(folder: Path, *lines: str, rate: Rate | None = R24, fcm: str = "NON-DROP FRAME") -> Reading:
    """Return what a list of some lines is read as."""
    path = folder / "list.edl"
    path.write_text("\n".join(("TITLE: T", f"FCM: {fcm}", *lines)) + "\n", encoding="utf-8")
    return read(path, rate=rate)


def round_trip(folder: Path, timeline: Timeline, style: Style | None = None) -> Timeline:
    """Return a timeline's first list, read again."""
    writing = write((timeline,), name="cut", style=style)
    path = folder / "cut.edl"
    path.write_bytes(writing.files["cut.edl"])
    return read(path, rate=timeline.rate).timelines[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherRow:
    """A row as another parser has it, counted by OpenTimelineIO's timecode arithmetic."""

    number: int
    channels: frozenset[str]
    reel: str
    edit: str
    lasting: int
    source: tuple[int, int]
    record: tuple[int, int]


def other_rows(path: Path, fps: float, *, is_drop: bool) -> list[OtherRow]:
    """Return the rows pycmx finds in a list."""
    with path.open(encoding="latin-1") as opened:
        events = pycmx.parse_cmx3600(opened).events
        return [_row(event.number, edit, fps, is_drop=is_drop) for event in events for edit in event.edits]


def other_frames(label: str, fps: float, *, is_drop: bool) -> int:
    """Return the frame of a label as OpenTimelineIO counts it."""
    text = f"{label[:8]};{label[9:]}" if is_drop else label
    return int(opentimelineio.opentime.from_timecode(text, fps).value)


def _row(number: int, edit: pycmx.Edit, fps: float, *, is_drop: bool) -> OtherRow:
    labels = (edit.source_in, edit.source_out, edit.record_in, edit.record_out)
    source_in, source_out, record_in, record_out = (other_frames(label, fps, is_drop=is_drop) for label in labels)
    channels = {f"A{number}" for number in edit.channels.channels} | ({"V1"} if edit.channels.video else set())
    return OtherRow(
        number=number,
        channels=frozenset(channels),
        reel=edit.source,
        edit=edit.transition.kind,
        lasting=(edit.transition.operand and int(edit.transition.operand)) or 0,
        source=(source_in, source_out),
        record=(record_in, record_out),
    )
