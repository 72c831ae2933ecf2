"""Files that are no AAF, broken ones, and hostile ones: one clean error each, in bounded time."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import MediaError
from posthouse.interchange.aaf import extract, read, write
from posthouse.interchange.aaf.border import MAGIC
from posthouse.timing import Rate
from tests.interchange.aaf.made import clip, timeline, track

if TYPE_CHECKING:
    from pathlib import Path

R24 = Rate.parse("24")


@pytest.fixture(scope="module")
def whole() -> bytes:
    """Return a sound AAF."""
    return next(iter(write((timeline(R24, track((clip("a", (0, 50), R24),))),), name="Cut").files.values()))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"<xmeml/>", "is no AAF"),
        (MAGIC, "ends in its header"),
        (MAGIC + b"\0" * 600, "tables are larger"),
        (MAGIC + b"\xff" * 5000, "tables are larger"),
    ],
)
def test_wrong_files_are_told_in_one_sentence(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "cut.aaf"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=told):
        read(path)


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="cannot be read"):
        read(tmp_path / "none.aaf")


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_file_cut_short_is_told(tmp_path: Path, whole: bytes, part: float) -> None:
    path = tmp_path / "cut.aaf"
    path.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(MediaError, match="broken AAF"):
        read(path)


@pytest.mark.parametrize("seed", range(24))
def test_broken_bytes_end_in_a_reading_or_one_error(tmp_path: Path, whole: bytes, seed: int) -> None:
    rng, broken = random.Random(seed), bytearray(whole)
    for _ in range(rng.choice([3, 30, 300])):
        broken[rng.randrange(len(broken))] = rng.randrange(256)
    path = tmp_path / "cut.aaf"
    path.write_bytes(broken)
    try:
        read(path)
        extract(path, tmp_path / "out")
    except MediaError as error:
        told = str(error)
    else:
        told = ""
    assert "\n" not in told


def test_an_index_that_claims_more_than_it_has_is_refused(tmp_path: Path, whole: bytes) -> None:
    """pyaaf2 1.7.1 builds a format of that many fields first: 160 s and gigabytes for one wrong byte."""
    at = whole.index("Mobs-1901 index".encode("utf-16le"))
    entry = at - at % 128
    sector = int.from_bytes(whole[entry + 116 : entry + 120], "little")
    assert sector >= 0
    broken = bytearray(whole)
    broken[entry + 120 : entry + 128] = (1 << 60).to_bytes(8, "little")
    path = tmp_path / "cut.aaf"
    path.write_bytes(broken)
    with pytest.raises(MediaError, match="holds less than it says"):
        read(path)
