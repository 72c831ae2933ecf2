"""A Pro Tools session text taken to pieces: its head, its files and clips, its tracks, its markers; all as written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SECTION = re.compile(r"^(?:\S ){4,}.*$")
_TRACK_KEYS = ("COMMENTS", "USER DELAY", "STATE", "PLUG-INS")
_NAME_COLUMNS = ("CLIP NAME", "REGION NAME")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One row of a track: a clip or a fade."""

    line: int
    channel: int
    name: str
    start: str
    end: str
    timestamp: str
    is_muted: bool


@dataclass(slots=True, kw_only=True)
class TrackText:
    """A track: its name, what is said of it, its rows."""

    name: str
    line: int
    said: dict[str, str] = field(default_factory=dict)
    rows: list[EventRow] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerRow:
    """A marker: where, and what it stands on."""

    line: int
    location: str
    reference: str
    units: str
    name: str
    track: str
    is_of_track: bool
    comments: str


@dataclass(slots=True, kw_only=True)
class SessionText:
    """All of a session."""

    head: dict[str, str] = field(default_factory=dict)
    locations: dict[str, str] = field(default_factory=dict)
    """Where each file lies, by its name."""
    clips: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    """(source file, its channel from 1) of each clip."""
    tracks: list[TrackText] = field(default_factory=list)
    markers: list[MarkerRow] = field(default_factory=list)
    unreadable: list[tuple[int, str]] = field(default_factory=list)


def session_of(text: str) -> SessionText:
    """Return the pieces of a session's text."""
    session, section = SessionText(), ""
    columns: list[str] = []
    for at, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if _SECTION.match(line):
            section, columns = line.replace("  ", "\t").replace(" ", "").replace("\t", " ").strip(), []
        elif not line.strip() and "TRACK" not in section:
            continue
        elif not section:
            key, _, said = line.partition(":")
            session.head[key.strip().upper()] = said.strip()
        elif section.startswith("TRACK"):
            _take_track_line(session, at, line)
        elif not columns:
            columns = [column.strip().upper() for column in line.split("\t")]
        else:
            _take_listed(session, section, columns, (at, line))
    return session


def _take_listed(session: SessionText, section: str, columns: list[str], numbered: tuple[int, str]) -> None:
    fields = [part.strip() for part in numbered[1].split("\t")]
    if "FILES" in section and len(fields) >= 2:
        session.locations[fields[0]] = fields[1]
    elif ("CLIPS" in section or "REGIONS" in section) and len(fields) >= 2:
        channel = fields[2].strip("[]") if len(fields) > 2 else ""
        session.clips[fields[0]] = (fields[1], int(channel) if channel.isdecimal() else None)
    elif section.startswith("MARKERS"):
        _take_marker(session, columns, fields, numbered)


def _take_marker(session: SessionText, columns: list[str], fields: list[str], numbered: tuple[int, str]) -> None:
    said = dict(zip(columns, fields, strict=False))
    if not said.get("LOCATION"):
        session.unreadable.append(numbered)
        return
    session.markers.append(
        MarkerRow(
            line=numbered[0],
            location=said["LOCATION"],
            reference=said.get("TIME REFERENCE", ""),
            units=said.get("UNITS", ""),
            name=said.get("NAME", ""),
            track=said.get("TRACK NAME", ""),
            is_of_track=said.get("TRACK TYPE", "").upper() == "TRACK",
            comments=said.get("COMMENTS", ""),
        )
    )


def _take_track_line(session: SessionText, at: int, line: str) -> None:
    if line.startswith("TRACK NAME:"):
        session.tracks.append(TrackText(name=line.partition(":")[2].strip(), line=at))
        return
    if not session.tracks or not line.strip():
        return
    track = session.tracks[-1]
    key = next((key for key in _TRACK_KEYS if line.startswith(f"{key}:")), None)
    if key and not track.columns:
        track.said[key] = line.partition(":")[2].strip()
    elif line.startswith("CHANNEL") and "START TIME" in line:
        track.columns = [column.strip().upper() for column in line.split("\t")]
    elif not track.columns:  # comments of several lines
        track.said["COMMENTS"] = f"{track.said.get('COMMENTS', '')}\n{line.strip()}".strip()
    else:
        _take_row(session, track, (at, line))


def _take_row(session: SessionText, track: TrackText, numbered: tuple[int, str]) -> None:
    fields = [part.strip() for part in numbered[1].split("\t")]
    said = dict(zip(track.columns, fields, strict=False))
    name = next((said[column] for column in _NAME_COLUMNS if column in said), "")
    if not said.get("CHANNEL", "").isdecimal() or not said.get("START TIME") or not said.get("END TIME"):
        session.unreadable.append(numbered)
        return
    track.rows.append(
        EventRow(
            line=numbered[0],
            channel=int(said["CHANNEL"]),
            name=name,
            start=said["START TIME"],
            end=said["END TIME"],
            timestamp=said.get("TIMESTAMP", "") or said.get("USER TIMESTAMP", ""),
            is_muted=said.get("STATE", "").upper() == "MUTED",
        )
    )
