"""Everything the product does with a media, done to one file: what came of it, how long it took."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.errors import MediaError
from posthouse.media.library import MediaLibrary
from posthouse.media.pool import DecoderPool
from posthouse.media.sound_in import SoundReader

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.media.facts import MediaInfo

MOST_PICTURES = 8
MOST_SAMPLES = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one file.

    Attributes:
        is_taken: pictures and sound came; else it was refused at one place or another.
        refusals: what each refusal said.
        problems: what must not be: an error that is no MediaError, a sentence that does not name the file.
        seconds: for all of it.
    """

    is_taken: bool
    refusals: tuple[str, ...]
    problems: tuple[str, ...]
    seconds: float


def driven(path: Path, house: Path, seed: int) -> Outcome:
    """Return what came of probing, decoding and listening to one file."""
    began = time.monotonic()
    refusals: list[str] = []
    problems: list[str] = []
    with MediaLibrary(house) as library:
        _tried(path, lambda: _used(path, library, random.Random(seed), refusals, problems), refusals, problems)
    return Outcome(
        is_taken=not refusals,
        refusals=tuple(refusals),
        problems=tuple(problems),
        seconds=time.monotonic() - began,
    )


def _used(path: Path, library: MediaLibrary, dice: random.Random, refusals: list[str], problems: list[str]) -> None:
    info = library.info(path)
    with DecoderPool(library=library) as pool:
        for stream, facts in enumerate(info.pictures[:3]):
            for wanted in _picked(facts.frame_count, dice):
                _tried(path, lambda s=stream, w=wanted: _looked(pool, path, info, w, s), refusals, problems)
    for stream in range(min(3, len(info.sounds))):
        _tried(path, lambda s=stream: _heard(path, info, library, s), refusals, problems)


def _picked(count: int, dice: random.Random) -> list[list[int]]:
    some = [dice.randrange(count) for _ in range(MOST_PICTURES)]
    last = list(range(max(0, count - 3), count))
    return [list(range(min(count, 4))), last, some, last[::-1]]


def _looked(pool: DecoderPool, path: Path, info: MediaInfo, wanted: list[int], stream: int) -> None:
    for picture in pool.pictures(path, info, wanted, stream):
        assert picture.format == info.pictures[stream].format
        for plane in picture.planes:
            plane.sum()  # every code value is read


def _heard(path: Path, info: MediaInfo, library: MediaLibrary, stream: int) -> None:
    with SoundReader(path, info, stream, library=library) as reader:
        count = min(MOST_SAMPLES, reader.duration_samples)
        reader.read(0, count)
        reader.read(max(0, reader.duration_samples - count), count)
        reader.read(reader.duration_samples // 2, 1000)


def _tried(path: Path, what: object, refusals: list[str], problems: list[str]) -> None:
    try:
        what()  # type: ignore[operator] # a function of nothing
    except MediaError as error:
        refusals.append(str(error))
        if path.name not in error.cause or "\n" not in f"{error}\n" or "\n" in str(error):
            problems.append(f"unkind: {error}")
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        problems.append(f"{type(error).__name__}: {error}")
