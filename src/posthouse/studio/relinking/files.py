"""The media files in some folders, and what each says of itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.conform.evidence import FileFacts
from posthouse.errors import MediaError, PosthouseError
from posthouse.interchange.bwf import read_slate
from posthouse.media.suffixes import MEDIA_SUFFIXES, STILL_SUFFIXES
from posthouse.timing import Rate, Timecode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from posthouse.interchange.bwf import SoundSlate
    from posthouse.media.facts import MediaInfo
    from posthouse.media.library import MediaLibrary

MOST_FILES = 100_000
_PROBERS = 2
WAVES = {".wav", ".bwf", ".rf64"}


def files_in(
    folders: Sequence[Path], library: MediaLibrary, tell: Callable[[int, int], None]
) -> tuple[list[FileFacts], list[str]]:
    """Return the facts of every media file in some folders, and what could not be read, in words.

    ``tell`` hears how many of how many files have been read.

    Raises:
        MediaError: a folder is none, or there are more files in them than a person can have meant.
    """
    paths = [path for folder in folders for path in _paths(folder)]
    if len(paths) > MOST_FILES:
        raise MediaError(f"there are {len(paths)} media files to look through", hint="name folders nearer to them")
    found, unread = [], []
    with ThreadPoolExecutor(_PROBERS) as readers:
        for count, (path, future) in enumerate([(p, readers.submit(library.info, p)) for p in paths], 1):
            try:
                found.append(facts_of(path, future.result()))
            except PosthouseError as error:
                unread.append(str(error))
            tell(count, len(paths))
    return found, unread


def _paths(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise MediaError(f"{folder} is no folder", hint="name the folder the media lie in")
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in MEDIA_SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def facts_of(path: Path, info: MediaInfo) -> FileFacts:
    """Return what a file says of itself, as evidence needs it."""
    picture = info.pictures[0] if info.pictures else None
    rate = Rate(picture.rate) if picture else None
    sound = info.sounds[0] if info.sounds else None
    slate = _slate(path)
    return FileFacts(
        path=str(path),
        digest=info.digest,
        reel=info.reel_name,
        rate=rate,
        start_frame=_start(info, rate),
        frames=picture.frame_count if picture else 0,
        size=picture.display_size if picture else None,
        has_sound=sound is not None,
        channels=sound.channels if sound else None,
        scene=slate.scene if slate else "",
        take=slate.take if slate else "",
        start_seconds=(slate.start_seconds or None) if slate else None,
        sound_seconds=Fraction(sound.duration_samples, sound.sample_rate) if sound else None,
        is_still=path.suffix.lower() in STILL_SUFFIXES,
    )


def _slate(path: Path) -> SoundSlate | None:
    """Return what a Broadcast WAV says of itself; None of other files."""
    if path.suffix.lower() not in WAVES:
        return None
    try:
        return read_slate(path)
    except MediaError:
        return None  # its facts are known all the same


def _start(info: MediaInfo, rate: Rate | None) -> int | None:
    if rate is None or not info.start_timecode:
        return None
    try:
        return Timecode.parse(info.start_timecode, rate).frame_count
    except ValueError:
        return None
