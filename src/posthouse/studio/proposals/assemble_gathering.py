"""The footage a rough cut is made from: the production's media and folders of dailies, each with its slate.

A slate is believed in this order: a log (Avid ALE, or a table of slates), a recorder's own bext and iXML, the name of
the file. What a log leaves empty, the next one fills.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from posthouse.assistant.paper import table_rows
from posthouse.assistant.paper.table import column_named, says_yes
from posthouse.assistant.script import Slated, SlatePattern, plain_scene, plain_take
from posthouse.errors import MediaError, ProductionError
from posthouse.fields.names import LONGEST_NAME, spelled_name
from posthouse.interchange import ale
from posthouse.interchange.bwf import read_slate
from posthouse.interchange.plain_text import text_of
from posthouse.media.suffixes import MEDIA_SUFFIXES, STILL_SUFFIXES
from posthouse.production.media_spec import FileMediaSpec

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from posthouse.production.production import Production
    from posthouse.timing import Rate

MOST_FILES = 50_000
SOUNDS = frozenset((".wav", ".bwf", ".w64", ".aif", ".aiff", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".opus"))
_BROADCAST = {".wav", ".bwf"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One file there is: the name it has, or would have, as media."""

    name: str
    path: FilePath
    is_new: bool
    """Whether it is not in the document yet."""
    slate: Slated | None = None

    @property
    def is_sound(self) -> bool:
        """Return whether it is a sound file."""
        return self.path.suffix.lower() in SOUNDS


@dataclass(slots=True)
class _Log:
    """What a log says of one clip."""

    names: set[str]
    """What the file may be called, without suffix, in lower case."""
    scene: str = ""
    take: str = ""
    camera: str = ""
    is_circled: bool = False
    note: str = ""
    by: str = ""


@dataclass(slots=True)
class Gathering:
    """Collects clips and their slates."""

    production: Production
    pattern: SlatePattern
    logs: dict[str, _Log] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def read_log(self, path: FilePath, rate: Rate) -> None:
        """Read a log: an Avid ALE, or a table with columns as clip, scene, take, circled.

        Raises:
            MediaError: it cannot be read.
            ProductionError: it is no log.
        """
        found = list(_ale_rows(path, rate) if path.suffix.lower() == ".ale" else _table_rows(path))
        for log in found:
            for name in log.names:
                self.logs.setdefault(name, log)
        if not found:
            self.notes.append(f"{path.name} lists no clips")

    def clips(self, folders: Sequence[FilePath]) -> list[Clip]:
        """Return the files of the production's media, then those of folders that are no media yet."""
        media = self.production.media_files()
        specs = self.production.document.media
        taken = set(specs)
        known: dict[FilePath, Clip] = {}
        for name, path in media.items():
            if isinstance(specs[name], FileMediaSpec):
                known.setdefault(_resolved(path), self._clip(name, path, is_new=False))
        for path in (each for folder in folders for each in _files_of(folder)):
            if _resolved(path) not in known:
                name = _free_name(path.stem, taken)
                taken.add(name)
                known[_resolved(path)] = self._clip(name, path, is_new=True)
        return list(known.values())

    def _clip(self, name: str, path: FilePath, *, is_new: bool) -> Clip:
        return Clip(name=name, path=path, is_new=is_new, slate=self._slate(name, path))

    def _slate(self, name: str, path: FilePath) -> Slated | None:
        """Return a clip's slate, the first word of each that says one; None where nothing says a scene."""
        log = next((self.logs[each] for each in (name.lower(), path.stem.lower()) if each in self.logs), None)
        heard = self._recorded(path)
        named = self.pattern.read(path.stem)
        scene = (log.scene if log else "") or (heard.scene if heard else "") or (named[0] if named else "")
        if not scene:
            return None
        take = (log.take if log else "") or (heard.take if heard else "") or (named[1] if named else "")
        return Slated(
            clip=name,
            scene=plain_scene(scene),
            take=plain_take(take) or "1",
            camera=(log.camera if log else "") or (named[2] if named else ""),
            is_circled=bool((log and log.is_circled) or (heard and heard.is_circled)),
            note=(log.note if log else "") or (heard.note if heard else ""),
            by=log.by if log and log.scene else heard.by if heard and heard.scene else "its name",
        )

    def _recorded(self, path: FilePath) -> _Log | None:
        if path.suffix.lower() not in _BROADCAST or not path.is_file():
            return None
        try:
            slate = read_slate(path)
        except MediaError as error:
            self.notes.append(f"{path.name}: {error.cause}")
            return None
        if not slate.scene:
            return None
        return _Log(
            names=set(), scene=slate.scene, take=slate.take, is_circled=slate.is_circled, note=slate.note, by="iXML"
        )


def _ale_rows(path: FilePath, rate: Rate) -> Iterator[_Log]:
    for media in ale.read(path, rate=rate).media:
        written = media.facts.get("ale")
        row = {column_named(str(key)): str(said) for key, said in written.items()} if isinstance(written, dict) else {}
        yield _Log(
            names={FilePath(each.replace("\\", "/")).stem.lower() for each in (media.name, media.file) if each},
            scene=media.scene,
            take=media.take,
            camera=_letter(row.get("camera", "")),
            is_circled=says_yes(row.get("circled", "")),
            note=row.get("note", ""),
            by=path.name,
        )


def _table_rows(path: FilePath) -> Iterator[_Log]:
    rows = table_rows(text_of(path, title="a list of slates"))
    if rows is None:
        hint = "its first line names its columns: clip, scene, take, circled; or give an Avid log, .ale"
        raise ProductionError(f"{path.name} is no list of slates", hint=hint)
    for row in rows:
        clip = row.text("clip")
        yield _Log(
            names={FilePath(clip.replace("\\", "/")).stem.lower(), clip.lower()} if clip else set(),
            scene=row.text("scene"),
            take=row.text("take"),
            camera=_letter(row.text("camera")),
            is_circled=row.is_circled,
            note=row.text("note"),
            by=path.name,
        )


def _letter(camera: str) -> str:
    """Return a camera as its letter: ``A Cam`` and ``A012`` are A."""
    match = re.match(r"(?:cam(?:era)?\s*)?([A-Z])", camera.strip(), re.IGNORECASE)
    return match[1].upper() if match else ""


def _files_of(folder: FilePath) -> Iterator[FilePath]:
    """Yield the media files in a folder and below it, in order; hidden ones and stills are none.

    Raises:
        ProductionError: there is no such folder, or more files than any shoot has.
    """
    if not folder.is_dir():
        raise ProductionError(f"there is no folder {folder}", hint="name the folder the dailies are in")
    count = 0
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(files):
            suffix = FilePath(name).suffix.lower()
            if suffix not in MEDIA_SUFFIXES or suffix in STILL_SUFFIXES or name.startswith("."):
                continue
            count += 1
            if count > MOST_FILES:
                raise ProductionError(f"{folder} has more than {MOST_FILES} files", hint="name the dailies' own folder")
            yield FilePath(place) / name


def _resolved(path: FilePath) -> FilePath:
    return path.resolve()


def _free_name(stem: str, taken: set[str]) -> str:
    """Return a name for a media, by its file's: letters, digits, _ - and . only, and unlike all others."""
    base = spelled_name(stem).strip("_-.")[: LONGEST_NAME - 6] or "clip"
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    return name
