"""Cubase and Nuendo track archives: their markers, on the project's timecode. Their tracks and events are not read.

Musical positions are ticks, 480 a quarter note, through a tempo track of jumps; linear ones are seconds. Both count
from the project's start, which is real seconds since midnight. Source: the tables of orchetect/swift-daw-file-tools
(FrameType, ticks), checked against its shared example.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.ledger import Ledger
from posthouse.interchange.timeline import Marker, Reading, Timeline
from posthouse.interchange.xml_reading import read_xml
from posthouse.timing import Rate

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.xml_reading import Element, XmlDocument

_TITLE = "Cubase track archive"
_TICKS = 480
_RATES = {2: "24", 3: "25", 4: "29.97", 5: "30", 6: "29.97", 12: "23.976", 14: "50", 15: "59.94", 16: "60"}
_DROP = 6
_INSIDE = Fraction(1, 1000)
"""Seconds are written from doubles: a marker this near to a frame, in frames, is on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tempo:
    """From a tick on, so many beats a minute."""

    tick: Fraction
    beats_a_minute: Fraction
    is_ramp: bool


def read(path: Path, *, rate: Rate | None = None) -> Reading:
    """Return the markers of a track archive; ``rate`` stands for a frame type that is not known.

    Raises:
        MediaError: the file is no track archive, does not say its frames, or holds no marker.
    """
    document = read_xml(path, root="tracklist2", title=_TITLE)
    setup = document.root.find("obj[@class='PArrangeSetup']")
    if setup is None:
        raise document.wrong(document.root, f"{path.name} is cut short: it has no project setup")
    frame_type = int(_number(setup, "FrameType", document))
    counted = Rate.parse(_RATES[frame_type]) if frame_type in _RATES else rate
    if counted is None:
        raise document.wrong(setup, f"frame type {frame_type} is none posthouse counts", "say its rate with --rate")
    start = setup.find("member[@name='Start']")
    start_seconds = _number(start, "Time", document) if start is not None else Fraction(0)
    start_frame = _frame(start_seconds * counted.fraction)
    ledger = Ledger()
    markers = [
        Marker(at=max(0, _frame((start_seconds + at) * counted.fraction) - start_frame), duration=length, name=name)
        for at, length, name in _markers(document, counted, ledger)
    ]
    if not markers:
        raise document.wrong(document.root, f"{path.name} holds no marker", "of a track archive markers are read")
    timeline = Timeline(
        id="project",
        name=path.stem,
        rate=counted,
        tracks=(),
        start_frame=start_frame,
        is_drop_frame=frame_type == _DROP,
        markers=tuple(sorted(markers, key=lambda marker: marker.at)),
    )
    return Reading(format="cubase", timelines=(timeline,), ledger=ledger)


def _markers(document: XmlDocument, rate: Rate, ledger: Ledger) -> list[tuple[Fraction, int, str]]:
    """Return (seconds from the start, length in frames, name) of each marker of each marker track."""
    tempos = _tempos(document)
    found = []
    for track in document.root.iterfind("list[@name='track']/obj"):
        name = _text(track.find("obj[@name='Node']/string[@name='Name']")) or "a track"
        if track.get("class") != "MMarkerTrackEvent":
            ledger.drop(name, "track", "of a track archive only markers are read", place=document.place(track))
            continue
        domain = track.find("obj[@name='Node']/member[@name='Domain']")
        is_musical = domain is not None and _number(domain, "Type", document) == 0
        for event in track.iterfind("obj[@name='Node']/list[@name='Events']/obj"):
            begins, lasts = _number(event, "Start", document), _number(event, "Length", document)
            at, end = (_seconds(each, tempos) if is_musical else each for each in (begins, begins + lasts))
            label = _text(event.find("string[@name='Name']"))
            found.append((at, _frame((end - at) * rate.fraction), label))
            if is_musical and any(tempo.is_ramp and tempo.tick < begins + lasts for tempo in tempos):
                reason = "the tempo slides before it: placed as if it jumped"
                ledger.approximate(f"marker {label}", "marker", reason, place=document.place(event))
            else:
                ledger.keep(f"marker {label}", "marker", place=document.place(event))
    return found


def _tempos(document: XmlDocument) -> list[_Tempo]:
    events = document.root.iterfind(".//obj[@class='MTempoEvent']")
    tempos = [
        _Tempo(
            tick=_number(event, "PPQ", document),
            beats_a_minute=_number(event, "BPM", document),
            is_ramp=event.find("int[@name='Func']") is not None,
        )
        for event in events
    ]
    return sorted((tempo for tempo in tempos if tempo.beats_a_minute > 0), key=lambda tempo: tempo.tick)


def _seconds(tick: Fraction, tempos: list[_Tempo]) -> Fraction:
    """Return when a tick comes, through a tempo track of jumps; 120 beats a minute where there is none."""
    seconds, at, beats = Fraction(0), Fraction(0), Fraction(120)
    for tempo in tempos:
        if tempo.tick >= tick:
            break
        seconds += (tempo.tick - at) * 60 / (beats * _TICKS)
        at, beats = tempo.tick, tempo.beats_a_minute
    return seconds + (tick - at) * 60 / (beats * _TICKS)


def _frame(position: Fraction) -> int:
    nearest = (position + Fraction(1, 2)).__floor__()
    return nearest if abs(position - nearest) <= _INSIDE else position.__floor__()


def _number(element: Element, name: str, document: XmlDocument) -> Fraction:
    found = next((child for child in element if child.get("name") == name and child.tag in {"float", "int"}), None)
    text = "" if found is None else found.get("value", "")
    try:
        return Fraction(text) if len(text) <= 80 and "e" not in text.lower() else Fraction(str(float(text)))
    except (ValueError, OverflowError) as error:
        raise document.wrong(element, f"{name} {text!r} is no number") from error


def _text(element: Element | None) -> str:
    return "" if element is None else (element.get("value") or "").strip()
