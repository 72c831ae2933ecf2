"""The files of a cut that comes in: where it says they are, else in some folders, by all both say of themselves."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.conform.evidence import Wanted, evidence_for
from posthouse.conform.finding import decided, judged
from posthouse.errors import PosthouseError
from posthouse.interchange import MediaRef, SourceSpan
from posthouse.media.library import MediaLibrary
from posthouse.studio.exchange.bwf_slates import slate_of
from posthouse.studio.relinking.files import facts_of, files_in
from posthouse.studio.relinking.wanted import file_name, use_key, uses_of
from posthouse.timing import Rate, Timecode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from posthouse.conform.evidence import FileFacts
    from posthouse.interchange import Reading
    from posthouse.media.facts import MediaInfo

NOT_HERE = "its file is not here: name a folder to look in with --media"
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMedia:
    """A file that is the media, and what it says of itself."""

    path: Path
    reference: MediaRef
    needs_start: bool
    """The cut counts in timecode, and the file carries none."""
    sample_rate: int = 0
    """Of its sound; 0: it has none."""
    sound_offset_seconds: Fraction = Fraction(0)
    """Where its sound begins against its first picture."""
    doubt: str = ""
    """What speaks against a file that lies where the cut says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """No file was taken, and why."""

    reason: str


class MediaFinder:
    """Looks into some folders and all folders in them; without one, only where a cut says its media are."""

    def __init__(
        self, reading: Reading, folders: Sequence[Path] = (), tell: Callable[[int, int], None] | None = None
    ) -> None:
        """Read all media files of the folders; ``tell`` hears how many of how many have been read."""
        self._work = tempfile.TemporaryDirectory(prefix="posthouse-find-")
        self._library = MediaLibrary(Path(self._work.name))
        uses = uses_of(reading)
        self._wanted = {use_key(use.media): use.wanted for use in uses}
        self._rates = {use_key(use.media): use.wanted.used[0].rate for use in uses if use.wanted.used}
        self._files: list[FileFacts] = []
        self._unread: list[str] = []
        self._has_folders = bool(folders)
        try:
            self._files, self._unread = files_in(folders, self._library, tell or _quietly)
        except PosthouseError:
            self.close()
            raise

    def close(self) -> None:
        """Close what was opened."""
        self._library.close()
        self._work.cleanup()

    def find(self, media: MediaRef) -> FoundMedia | Refused:
        """Return the file of a media: where the cut says, else the one most speaks for; or why none is taken."""
        wanted = self._wanted.get(use_key(media)) or _bare(media)
        said = _standing(media)
        if said is not None:
            return self._stands(said, media, wanted)
        if not self._has_folders:
            return Refused(reason=NOT_HERE)
        finding = decided(wanted, judged(wanted, self._files))
        if finding.found is None:
            return Refused(reason="; ".join((finding.reason, *self._unreadable(wanted))))
        path = Path(finding.found.facts.path)
        return self._found(path, self._library.info(path), media)

    def reference_of(self, path: Path) -> MediaRef | None:
        """Return what a file says of itself; None where it cannot be read."""
        try:
            return _reference(path, self._library.info(path), None)
        except PosthouseError:
            return None

    def _stands(self, path: Path, media: MediaRef, wanted: Wanted) -> FoundMedia | Refused:
        """Return the file a cut names, with what speaks against it."""
        try:
            info = self._library.info(path)
        except PosthouseError as error:
            return Refused(reason=f"it is where the cut says, but {error}")
        against = [each.words for each in evidence_for(wanted, facts_of(path, info)) if each.weight < 0]
        return self._found(path, info, media, "; ".join(against))

    def _unreadable(self, wanted: Wanted) -> list[str]:
        """Return what kept files of a wanted name from being read."""
        return [words for words in self._unread if wanted.file and wanted.file in words][:_SHOWN]

    def _found(self, path: Path, info: MediaInfo, media: MediaRef, doubt: str = "") -> FoundMedia:
        rate = media.available.rate if media.available is not None else self._rates.get(use_key(media))
        reference = _reference(path, info, rate)
        needs = media.has_timecode and not reference.has_timecode and bool(info.pictures)
        sound = info.sounds[0] if info.sounds else None
        return FoundMedia(
            path=path,
            reference=reference,
            needs_start=needs,
            sample_rate=sound.sample_rate if sound else 0,
            sound_offset_seconds=sound.start_s - info.pictures[0].start_s if sound and info.pictures else Fraction(0),
            doubt=doubt,
        )


def _quietly(_count: int, _total: int) -> None:
    """Tell nobody."""


def _bare(media: MediaRef) -> Wanted:
    """Return what is known of a media no clip is cut from."""
    return Wanted(name=media.name, file=file_name(media.file), reel=media.reel, has_timecode=media.has_timecode)


def _reference(path: Path, info: MediaInfo, counted: Rate | None) -> MediaRef:
    """Return what a file says of itself; of sound alone, in frames at the rate the cut counts it by."""
    picture = info.pictures[0] if info.pictures else None
    rate = Rate(picture.rate) if picture else None
    slate = None if picture else slate_of(path)
    start = slate.start_timecode(counted) if slate is not None and counted is not None else _start(info, rate)
    available = None
    if picture is not None and rate is not None:
        first = Fraction(start.frame_count if start else 0)
        available = SourceSpan(rate=rate, start=first, duration=Fraction(picture.frame_count))
    elif counted is not None and info.sounds and start is not None:
        lasting = Fraction(info.sounds[0].duration_samples, info.sounds[0].sample_rate) * counted.fraction
        available = SourceSpan(rate=counted, start=Fraction(start.frame_count), duration=lasting)
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
