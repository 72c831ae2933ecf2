"""The media of a cut that came in: one entry for each file, under a short name."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.conform.naming import plain
from posthouse.interchange import OURS, MediaKind, MediaRef
from posthouse.interchange.file_names import last_part
from posthouse.production.written_files import near_path
from posthouse.studio.exchange.finding import NOT_HERE, Refused
from posthouse.studio.exchange.incoming.naming import Names

if TYPE_CHECKING:
    from posthouse.interchange import Ledger
    from posthouse.production.splice import Value
    from posthouse.studio.exchange.finding import FoundMedia, MediaFinder
    from posthouse.timing import Rate

Key = tuple[str, ...]
_SEQUENCE = re.compile(r"%\d*d|#{2,}")
_GREY = (0.5, 0.5, 0.5)


@dataclass(slots=True, kw_only=True)
class MediaBook:
    """The media met so far, by what makes them one, and what is known of each."""

    folder: Path
    finder: MediaFinder | None = None
    ledger: Ledger
    names: Names = field(default_factory=Names)
    known_files: Mapping[str, str] = field(default_factory=dict)
    """Media a production has already, by the names of their files."""
    by_key: dict[Key, str] = field(default_factory=dict)
    references: dict[str, MediaRef] = field(default_factory=dict)
    """By the document's name, all that was said of each put together, and what its file says where it was found."""
    rates: dict[str, Rate] = field(default_factory=dict)
    found_rates: dict[str, Rate] = field(default_factory=dict)
    """What the files say themselves, of those that were found."""
    entries: dict[str, Value] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    keeps_starts: bool = False
    """Whether media that are not here get the timecode that is said of them: a log is sure of it."""

    def name_of(self, media: MediaRef, rate: Rate, called: str = "") -> str:
        """Return the document's name of a media; it is entered when it is met first, nameless ones as ``called``."""
        key = media_key(media)
        known = self.by_key.get(key)
        if known is not None:
            self.references[known] = _joined(self.references[known], media)
            return known
        there = self.known_files.get(_file_name(media).lower())
        name = there or self.names.free(_wish(media) or last_part(called), "media")
        self.by_key[key] = name
        self.references[name], self.rates[name] = media, rate
        if there is None:
            self._enter(name, media)
        return name

    def _enter(self, name: str, media: MediaRef) -> None:
        """Write a media's entry: what makes it, or where it lies."""
        made = _generated(media)
        if made is not None:
            self.entries[name] = made
            return
        if _SEQUENCE.search(_file_name(media)):
            self._enter_sequence(name, media)
            return
        sought = self.finder.find(media) if self.finder else Refused(reason=NOT_HERE)
        if isinstance(sought, Refused):
            self.ledger.miss(name, "media", sought.reason)
            file = _file_name(media) or name
            self._enter_file(name, file, {"reel": media.reel, "start": self._logged_start(name, media)})
            self.comments[name] = media.file if media.file != file else ""
        else:
            self._enter_found(name, media, sought)

    def _logged_start(self, name: str, media: MediaRef) -> str:
        if not self.keeps_starts or media.available is None or not media.has_timecode or media.has_picture is False:
            return ""
        return label(media.available.start, self.rates[name], media)

    def _enter_found(self, name: str, media: MediaRef, found: FoundMedia) -> None:
        """Write the entry of a file that is here, with what it does not say itself."""
        own = found.reference
        if own.available is not None:
            self.found_rates[name] = own.available.rate
        is_drop_frame = own.is_drop_frame if own.has_timecode else media.is_drop_frame
        joined = dataclasses.replace(_joined(media, own), is_drop_frame=is_drop_frame)
        self.references[name] = dataclasses.replace(joined, has_picture=own.has_picture)
        if found.doubt:
            self.ledger.approximate(name, "media", f"{found.path} is where the cut says, but {found.doubt}")
        else:
            self.ledger.keep(name, "media")
        more = {"reel": "" if plain(media.reel) == plain(own.reel) else media.reel}
        if found.needs_start and media.available is not None:
            more["start"] = label(media.available.start, self.rates[name], media)
        self._enter_file(name, self.spelled(found.path), more)

    def _enter_file(self, name: str, file: str, more: dict[str, str]) -> None:
        said = {key: text for key, text in more.items() if text}
        self.entries[name] = {"file": file, **said} if said else file

    def _enter_sequence(self, name: str, media: MediaRef) -> None:
        """Write the entry of numbered images."""
        pattern = Path(media.file)
        is_here = pattern.is_absolute() and pattern.parent.is_dir()
        self.entries[name] = {"sequence": self.spelled(pattern) if is_here else _file_name(media)}
        if is_here:
            self.ledger.keep(name, "media")
        else:
            self.ledger.miss(name, "media", "its images are not here: put them beside the production")

    def spelled(self, path: Path) -> str:
        """Return a path from the production's folder, or whole where it is far from it."""
        return near_path(self.folder, path)


def media_key(media: MediaRef) -> Key:
    """Return what makes two references the same media: the file, else what they are called."""
    if media.kind in {MediaKind.FILE, MediaKind.MISSING} and media.file:
        return ("file", media.file)
    return (str(media.kind), media.name, media.reel, str(media.color or ""), media.text)


def _wish(media: MediaRef) -> str:
    ours = media.facts.get(OURS)
    if isinstance(ours, Mapping) and isinstance(ours.get("media"), str):
        return str(ours["media"])
    if media.kind in {MediaKind.BLACK, MediaKind.BARS}:
        return str(media.kind)
    return _SEQUENCE.sub("", _of_file(media)) or last_part(media.name) or media.reel


def _generated(media: MediaRef) -> Value:
    ours = media.facts.get(OURS)
    if isinstance(ours, Mapping) and isinstance(ours.get("generate"), Mapping):
        return {"generate": ours["generate"]}
    match media.kind:
        case MediaKind.BLACK:
            return {"generate": {"color": "black"}}
        case MediaKind.BARS:
            return {"generate": {"bars": "ebu-75"}}
        case MediaKind.COLOR:
            return {"generate": {"color": [round(float(part), 6) for part in media.color or _GREY]}}
        case _:
            return None


def _file_name(media: MediaRef) -> str:
    """Return what stands for a file that is not here; nothing where nothing names it."""
    return _of_file(media) or last_part(media.name) or media.reel


def _of_file(media: MediaRef) -> str:
    """Return the name of a media's file; a folder is none."""
    return "" if media.file.endswith(("/", "\\", ":")) else last_part(media.file)


def _joined(first: MediaRef, second: MediaRef) -> MediaRef:
    """Return all that two references say of one media; what the first says stands."""
    changes = {
        each.name: getattr(second, each.name)
        for each in dataclasses.fields(MediaRef)
        if each.name != "facts" and getattr(first, each.name) in (None, "")
    }
    return dataclasses.replace(first, **changes)


def label(frames: Fraction, rate: Rate, media: MediaRef) -> str:
    """Return a source label as timecode."""
    from posthouse.timing import Timecode
    from posthouse.timing.timecode import can_drop

    count = (frames + Fraction(1, 2)).__floor__()
    return str(Timecode(frame_count=count, rate=rate, is_drop_frame=media.is_drop_frame and can_drop(rate)))
