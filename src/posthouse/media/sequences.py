"""Image sequences: numbered files named by one pattern, seen as one media."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from blake3 import blake3

from posthouse.errors import MediaError
from posthouse.media.border import check_file
from posthouse.media.facts import MediaInfo, MediaKind, OpenAs
from posthouse.media.guarded import image_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from posthouse.signal import Picture

_PLACE = re.compile(r"%0?(\d*)d|(#+)|(@+)")
_GAPS_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SequencePattern:
    """A folder and a name with one place for a number: ``stars.%04d.exr``, ``stars.####.exr``, ``stars.@@@@.exr``."""

    folder: Path
    before: str
    after: str
    digits: int

    @classmethod
    def parse(cls, path: Path) -> SequencePattern:
        """Return the pattern a path spells.

        Raises:
            MediaError: its name has no place for a number, or more than one.
        """
        places = list(_PLACE.finditer(path.name))
        if len(places) != 1:
            raise MediaError(f"{path} is no image sequence", hint="write one %04d or #### where the number stands")
        place = places[0]
        digits = len(place[2] or place[3] or "") or int(place[1] or 1)
        return cls(folder=path.parent, before=path.name[: place.start()], after=path.name[place.end() :], digits=digits)

    def file(self, number: int) -> Path:
        """Return the file of a number."""
        return self.folder / f"{self.before}{number:0{self.digits}d}{self.after}"

    def numbers(self) -> tuple[int, ...]:
        """Return the numbers present, ascending.

        Raises:
            MediaError: the folder cannot be listed, or no file fits.
        """
        name = re.compile(f"{re.escape(self.before)}(\\d{{{self.digits},}}){re.escape(self.after)}")
        try:
            found = [int(match[1]) for each in self.folder.iterdir() if (match := name.fullmatch(each.name))]
        except OSError as error:
            raise MediaError(f"{self.folder} cannot be listed: {(error.strerror or str(error)).lower()}") from error
        if not found:
            wanted = f"{self.before}{'#' * self.digits}{self.after}"
            raise MediaError(f"no file in {self.folder} is named {wanted}", hint="check the name and number of digits")
        return tuple(sorted(set(found)))


def is_pattern(path: Path) -> bool:
    """Return whether a path spells a sequence (and is not simply a file of that name)."""
    return _PLACE.search(path.name) is not None and not path.is_file()


def probe_sequence(path: Path, open_as: OpenAs, digest_of: Callable[[Path], str]) -> MediaInfo:
    """Return the facts of a sequence; its pictures run from the first number to the last, gaps counted and reported.

    Args:
        path: the pattern.
        open_as: its rate, and the first number to use.
        digest_of: the digest of one file, cached.

    Raises:
        MediaError: no file fits, the first number is missing, or the first file is no image.
    """
    pattern = SequencePattern.parse(path)
    numbers = pattern.numbers()
    if open_as.first_number is not None:
        numbers = tuple(number for number in numbers if number >= open_as.first_number)
        if not numbers or numbers[0] != open_as.first_number:
            raise MediaError(f"{pattern.file(open_as.first_number)} does not exist", hint="check the first number")
    from posthouse.media.stills import STILL_RATE, still_facts  # late: OpenImageIO, which footage does not need

    rate = open_as.rate or STILL_RATE
    head = image_head(pattern.file(numbers[0]))
    count = numbers[-1] - numbers[0] + 1
    files = {number: pattern.file(number) for number in numbers}
    named = "".join(f"{number} {digest_of(file)}\n" for number, file in files.items())
    return MediaInfo(
        kind=MediaKind.SEQUENCE,
        container=head.file_format,
        byte_count=sum(check_file(file).st_size for file in files.values()),
        digest=blake3(named.encode()).hexdigest(),
        pictures=(still_facts(head, rate, count, is_scene_linear=open_as.is_scene_linear),),
        duration_s=count / rate,
        start_timecode=head.timecode,
        start_timecode_from="picture" if head.timecode else "",
        reel_name=pattern.before.rstrip("._-") or pattern.folder.name,
        reel_name_from="file name",
        warnings=_gap_warnings(numbers),
        open_as=open_as,
        sequence_numbers=numbers,
    )


def sequence_pictures(path: Path, info: MediaInfo, indices: Sequence[int]) -> Iterator[Picture]:
    """Yield the pictures of a sequence by index from its first number.

    Raises:
        MediaError: an index past the end, a missing number, or an image unlike the first.
    """
    from posthouse.media.stills import read_still  # late, as above

    pattern = SequencePattern.parse(path)
    present = frozenset(info.sequence_numbers)
    held: tuple[int, Picture] | None = None
    for index in indices:
        number = info.sequence_numbers[0] + index
        if not 0 <= index < info.pictures[0].frame_count:
            count = info.pictures[0].frame_count
            raise MediaError(f"{path} has {count} pictures; picture {index} was asked for", hint="they count from 0")
        if number not in present:
            raise MediaError(f"{pattern.file(number)} is missing from its sequence", hint="render or copy it")
        if held is None or held[0] != index:
            held = index, read_still(pattern.file(number), info)
        yield held[1]


def _gap_warnings(numbers: tuple[int, ...]) -> tuple[str, ...]:
    gaps = [(before + 1, after - 1) for before, after in pairwise(numbers) if after > before + 1]
    if not gaps:
        return ()
    named = ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in gaps[:_GAPS_NAMED])
    missing = sum(b - a + 1 for a, b in gaps)
    more = ", ..." if len(gaps) > _GAPS_NAMED else ""
    pictures = "1 picture of the sequence is" if missing == 1 else f"{missing} pictures of the sequence are"
    return (f"{pictures} missing: {named}{more}",)
