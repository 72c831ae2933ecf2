"""Lines of an edit decision list, told apart and taken to pieces; nothing here counts frames.

A row is an event number, a reel, channels, an edit type and four timecodes. Columns are never trusted: reels run from
none to 128 characters, and widths drift. So a row is read from its right end, where the four timecodes are.
Source: standards sheet 3.2.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from fractions import Fraction

LONGEST_LINE = 2000
_TIME = r"\d{1,2}[:;.,]\d{1,2}[:;.,]\d{1,2}[:;.,]\d{2,3}"
_TIMES = re.compile(rf"({_TIME})\s+({_TIME})\s+({_TIME})\s+({_TIME})\s*$")
_CHANNELS = r"NONE|B|A{1,2}/V|A\d{1,2}/V|AA|[AV]\d{0,2}"
_EDIT = r"C|D|W\d{1,4}|K\s?[BO]|K"
_HEAD = re.compile(rf"^\s*(\d{{1,8}})\s+(?:(.+?)\s+)?({_CHANNELS})\s+({_EDIT})(?:\s+(\d{{1,5}}))?\s*$", re.IGNORECASE)
_MOTION = re.compile(rf"^\s*M2\s+(?:(.+?)\s+)?([+-]?\d{{1,5}}(?:\.\d{{0,6}})?)\s+({_TIME})\s*$", re.IGNORECASE)
_SPLIT = re.compile(rf"^\s*SPLIT:\s*(AUDIO|VIDEO)\s+DELAY\s*=?\s*({_TIME})\s*$", re.IGNORECASE)
_EFFECT = re.compile(r"^\s*\*?\s*EFFECTS?\s+NAME(?:\s+IS)?\s*:?\s*(.*)$", re.IGNORECASE)
_SOURCE = re.compile(r"^\s*>>>\s*SOURCE\s+(.*)$", re.IGNORECASE)
_RESOLVE_MARKER = re.compile(r"^\s*(.*?)\s*\|C:(\S+)\s*\|M:(.*?)\s*\|D:(\d+)\s*$")
_LOOKS_LIKE_ROW = re.compile(rf"^\s*\d{{1,8}}\s+.*(?:{_TIME}|\s(?:{_CHANNELS})\s+(?:{_EDIT})\s)")


class Edit(enum.StrEnum):
    """How an event begins (CMX3600 edit types)."""

    CUT = "C"
    DISSOLVE = "D"
    WIPE = "W"
    KEY_BACKGROUND = "KB"
    KEY = "K"
    KEY_OUT = "KO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line with timecodes, as written."""

    line: int
    number: str
    reel: str
    channels: str
    edit: Edit
    wipe: int | None
    duration: int
    """Of the transition, in frames; 0 where none is written."""
    times: tuple[str, str, str, str]
    """Source in, source out, record in, record out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """An M2 line: a speed in frames per second, and the timecode it enters at."""

    line: int
    reel: str
    frames_per_second: Fraction
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A SPLIT line: sound or picture of the event after it comes in later."""

    line: int
    delays_picture: bool
    delay: str


class NoteKind(enum.Enum):
    """What a line without frames is about."""

    TITLE = enum.auto()
    FCM = enum.auto()
    AUDIO = enum.auto()
    EFFECT = enum.auto()
    SOURCE = enum.auto()
    COMMENT = enum.auto()
    UNREADABLE = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Any other line, without what marks it."""

    line: int
    kind: NoteKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedMarker:
    """The second line of a marker event of DaVinci Resolve: ``note |C:ResolveColorBlue |M:name |D:1``."""

    line: int
    note: str
    color: str
    name: str
    duration: int


Statement = Row | Motion | Split | Note | PlacedMarker


def statements_of(text: str) -> list[Statement]:
    """Return what each line of a list says, in order; blank lines say nothing."""
    lines = re.split(r"\r\n|\r|\n", text.split("\x1a", 1)[0])  # CP/M pads the last block with Ctrl-Z
    return [_statement(at, line) for at, line in enumerate(lines, start=1) if line.strip()]


def _statement(at: int, line: str) -> Statement:
    short = line[:LONGEST_LINE]
    if row := _row(at, short):
        return row
    if motion := _MOTION.match(short):
        return Motion(
            line=at, reel=(motion[1] or "").strip(), frames_per_second=Fraction(motion[2]), entry=_colons(motion[3])
        )
    if split := _SPLIT.match(short):
        return Split(line=at, delays_picture=split[1].upper() == "VIDEO", delay=_colons(split[2]))
    if "|C:" in short and (marker := _RESOLVE_MARKER.match(short)):
        return PlacedMarker(line=at, note=marker[1], color=marker[2], name=marker[3], duration=int(marker[4]))
    return _note(at, short)


def _row(at: int, line: str) -> Row | None:
    times = _TIMES.search(line)
    head = _HEAD.match(line[: times.start()]) if times else None
    if times is None or head is None:
        return None
    edit = re.sub(r"\s", "", head[4]).upper()
    is_wipe = edit.startswith("W")
    return Row(
        line=at,
        number=head[1],
        reel=(head[2] or "").strip(),
        channels=head[3].upper(),
        edit=Edit("W" if is_wipe else edit),
        wipe=int(edit[1:]) if is_wipe else None,
        duration=int(head[5] or 0),
        times=(_colons(times[1]), _colons(times[2]), _colons(times[3]), _colons(times[4])),
    )


def _note(at: int, line: str) -> Note:
    bare = line.strip()
    upper = bare.upper()
    if upper.startswith("TITLE:"):
        return Note(line=at, kind=NoteKind.TITLE, text=bare[6:].strip())
    if upper.startswith("FCM"):
        return Note(line=at, kind=NoteKind.FCM, text=upper[3:].strip(" :"))
    if re.match(r"AUD\s+[\d\s]+$", upper):
        return Note(line=at, kind=NoteKind.AUDIO, text=upper[3:].strip())
    if effect := _EFFECT.match(bare):
        return Note(line=at, kind=NoteKind.EFFECT, text=effect[1].strip())
    if source := _SOURCE.match(bare):
        return Note(line=at, kind=NoteKind.SOURCE, text=source[1].strip())
    kind = NoteKind.UNREADABLE if _LOOKS_LIKE_ROW.match(line) else NoteKind.COMMENT
    return Note(line=at, kind=kind, text=bare)


def _colons(time: str) -> str:
    """Return a timecode with colons, and a semicolon before the frames where a mark of drop-frame stood there."""
    parts = re.split(r"([:;.,])", time)
    marks = parts[1::2]
    is_drop = marks[-1] == ";" or (marks[-1] in ".," and marks[0] == ":")
    return ":".join(parts[0:6:2]) + (";" if is_drop else ":") + parts[6]
