"""One clip as a shot's entry: its name, its media or sequence, its range and speed, where it stands, its grade."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.interchange import OURS, Clip, MediaKind
from posthouse.studio.exchange.incoming.motion import motion_fields
from posthouse.studio.exchange.incoming.speed import speed_fields

if TYPE_CHECKING:
    from posthouse.interchange import Cdl, Ledger
    from posthouse.studio.exchange.incoming.desk import Desk, Entry

_LONGEST_COMMENT = 120
_ENDLESS = {MediaKind.BLACK, MediaKind.BARS, MediaKind.COLOR}


def shot_entry(clip: Clip, source: str, desk: Desk) -> tuple[str, Entry]:
    """Return a clip's id and its entry; ``source`` is the media or the sequence it is from."""
    name = desk.names.free(_wish(clip), "shot")
    if clip.media.kind in _ENDLESS and clip.nested is None:
        said: Entry = {"for": f"{clip.record.duration_frames}f"}
    else:
        said = speed_fields(clip, name, desk)
    angle: Entry = {"angle": next(iter(clip.angles))} if clip.angles else {}
    entry: Entry = {"shot": name, "from": source, **angle, **said, **motion_fields(clip, name, desk)}
    if not clip.is_enabled:
        entry["omit"] = True
    desk.ledger.keep(name, "clip")
    _take_grade(clip, name, desk)
    _tell_left(clip, name, desk)
    return name, entry


def _wish(clip: Clip) -> str:
    ours = clip.facts.get(OURS)
    wish = ours.get("shot") if isinstance(ours, dict) else None
    return str(wish or clip.name or clip.media.name or clip.media.reel)


def comment_of(clip: Clip) -> str:
    """Return the notes of an event as a comment."""
    text = "; ".join(" ".join(note.split()) for note in clip.notes if note.strip())
    return text if len(text) <= _LONGEST_COMMENT else text[: _LONGEST_COMMENT - 3].rstrip() + "..."


def _take_grade(clip: Clip, name: str, desk: Desk) -> None:
    """Enter a clip's LUT or CDL as its grade."""
    cdl = clip.cdl
    if clip.lut and not _is_here(clip.lut):
        desk.ledger.drop(name, "effect", f"its LUT {clip.lut} is named, and not here")
    elif clip.lut:
        desk.grades[name] = {"lut": desk.book.spelled(Path(clip.lut))}
        desk.ledger.keep(name, "effect")
    if cdl is None:
        return
    numbers = cdl_entry(cdl, name, desk.ledger)
    if numbers:
        desk.grades[name] = {"cdl": numbers}


def _is_here(file: str) -> bool:
    try:
        return Path(file).is_file()
    except (OSError, ValueError):  # a name no disk takes
        return False


def cdl_entry(cdl: Cdl, who: str, ledger: Ledger) -> Entry:
    """Return a CDL in the document's words; nothing where it changes nothing, or is none."""
    if min(cdl.slope) < 0 or min(cdl.power) <= 0 or cdl.saturation < 0:
        ledger.drop(who, "cdl", "its slope, power or saturation is below what ASC CDL allows")
        return {}
    numbers: Entry = {
        word: [float(part) for part in part_of]
        for word, part_of, plain in (
            ("slope", cdl.slope, (1, 1, 1)),
            ("offset", cdl.offset, (0, 0, 0)),
            ("power", cdl.power, (1, 1, 1)),
        )
        if tuple(part_of) != plain
    }
    if cdl.saturation != 1:
        numbers["saturation"] = float(cdl.saturation)
    ledger.keep(who, "cdl")
    return numbers


def _tell_left(clip: Clip, name: str, desk: Desk) -> None:
    """Tell of what a shot has no word for."""
    for effect in clip.effects:
        if effect.name not in desk.told_effects:
            desk.ledger.drop(name, "effect", f"{effect.name} is another system's effect")
    if clip.notes:
        desk.ledger.keep(name, "note")
    if clip.role and clip.role not in {"dialogue", "music", "effects", "video"}:
        desk.ledger.drop(name, "role", f"{clip.role}: roles of pictures are not kept")
