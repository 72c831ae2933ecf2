"""Media looked for in a folder: by file name, else by reel and timecode."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from posthouse.errors import MediaError, PosthouseError
from posthouse.interchange import MediaRef, SourceSpan
from posthouse.media.library import MediaLibrary
from posthouse.timing import Rate, Timecode

if TYPE_CHECKING:
    from posthouse.media.facts import MediaInfo

_MOST_FILES = 100_000
_PICTURES = (".mov", ".mp4", ".m4v", ".mxf", ".mkv", ".avi", ".webm", ".mts", ".m2ts", ".mpg", ".mpeg", ".ts", ".dv")
_SOUNDS = (".wav", ".bwf", ".aif", ".aiff", ".flac", ".mp3", ".m4a", ".aac", ".ogg")
_STILLS = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".exr", ".dpx", ".tga")
_MEDIA = frozenset((*_PICTURES, *_SOUNDS, *_STILLS))


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMedia:
    """A file that is the media, and what it says of itself."""

    path: Path
    reference: MediaRef
    needs_start: bool
    """The cut counts in timecode, and the file carries none."""


class MediaFinder:
    """Looks into one folder and all folders in it; without one, only where a cut says its media are."""

    def __init__(self, folder: Path | None = None) -> None:
        if folder is not None and not folder.is_dir():
            raise MediaError(f"{folder} is no folder", hint="name the folder the media lie in")
        self._files = [] if folder is None else _media_files(folder)
        self._by_name: dict[str, list[Path]] = {}
        for path in self._files:
            self._by_name.setdefault(path.name.lower(), []).append(path)
            self._by_name.setdefault(path.stem.lower(), []).append(path)
        self._work = tempfile.TemporaryDirectory(prefix="posthouse-find-")
        self._library = MediaLibrary(Path(self._work.name))
        self._infos: dict[Path, MediaInfo | None] = {}

    def close(self) -> None:
        """Close what was opened."""
        self._library.close()
        self._work.cleanup()

    def find(self, media: MediaRef) -> FoundMedia | None:
        """Return the file of a media: where the cut says, else in the folder; None where it is not one file."""
        said = _standing(media)
        if said is not None:
            return self._found(said, media)
        named = self._named(media)
        if len(named) == 1:
            return self._found(named[0], media)
        fitting = [path for path in named or self._files if self._fits(path, media)] if media.reel or named else []
        return self._found(fitting[0], media) if len(fitting) == 1 else None

    def _named(self, media: MediaRef) -> list[Path]:
        file = PurePosixPath(media.file.replace("\\", "/")).name
        for wish in (file, PurePosixPath(file).stem, media.name, PurePosixPath(media.name).stem):
            found = self._by_name.get(wish.lower()) if wish else None
            if found:
                return list(dict.fromkeys(found))
        return []

    def _fits(self, path: Path, media: MediaRef) -> bool:
        """Return whether a file is of the reel and has the timecode a media says."""
        info = self._info(path)
        if info is None or not media.reel or info.reel_name.lower() != media.reel.lower():
            return False
        own = _reference(path, info).available
        return media.available is None or (own is not None and own.start <= media.available.start < own.end)

    def _info(self, path: Path) -> MediaInfo | None:
        if path not in self._infos:
            try:
                self._infos[path] = self._library.info(path)
            except PosthouseError:
                self._infos[path] = None
        return self._infos[path]

    def _found(self, path: Path, media: MediaRef) -> FoundMedia | None:
        info = self._info(path)
        if info is None:
            return None
        reference = _reference(path, info)
        needs = media.has_timecode and not reference.has_timecode and bool(info.pictures)
        return FoundMedia(path=path, reference=reference, needs_start=needs)


def _reference(path: Path, info: MediaInfo) -> MediaRef:
    """Return what a file says of itself."""
    picture = info.pictures[0] if info.pictures else None
    rate = Rate(picture.rate) if picture else None
    start = _start(info, rate)
    available = None
    if picture is not None and rate is not None:
        first = Fraction(start.frame_count if start else 0)
        available = SourceSpan(rate=rate, start=first, duration=Fraction(picture.frame_count))
    return MediaRef(
        name=path.name,
        file=str(path),
        available=available,
        has_timecode=start is not None,
        is_drop_frame=bool(start and start.is_drop_frame),
        size=picture.display_size if picture else None,
        sound_channels=info.sounds[0].channels if info.sounds else 0,
        has_picture=picture is not None,
        reel=info.reel_name,
    )


def _start(info: MediaInfo, rate: Rate | None) -> Timecode | None:
    if rate is None or not info.start_timecode:
        return None
    try:
        return Timecode.parse(info.start_timecode, rate)
    except ValueError:
        return None


def _standing(media: MediaRef) -> Path | None:
    """Return the file a reference names, if it is there."""
    path = Path(media.file) if media.file else None
    try:
        return path if path is not None and path.is_absolute() and path.is_file() else None
    except (OSError, ValueError):
        return None


def _media_files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _MEDIA and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            found.append(path)
        if len(found) > _MOST_FILES:
            raise MediaError(f"{folder} holds more than {_MOST_FILES} media files", hint="name a folder nearer to them")
    return found
