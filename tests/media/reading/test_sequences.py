"""Numbered images as one media."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.errors import MediaError
from posthouse.media.facts import MediaKind, OpenAs
from posthouse.media.sequences import SequencePattern
from posthouse.media.stills import write_image

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.media.library import MediaLibrary
    from posthouse.media.pool import DecoderPool


@pytest.fixture
def plates(tmp_path: Path) -> Path:
    """Return a folder of stars.1001.png to 1010 without 1004, 1005 and 1008; each picture tells its number."""
    for number in (1001, 1002, 1003, 1006, 1007, 1009, 1010):
        write_image(tmp_path / f"stars.{number:04}.png", np.full((6, 8, 3), number - 1000, np.uint8))
    (tmp_path / "stars.notes.png").touch()
    return tmp_path


@pytest.mark.parametrize("name", ["stars.%04d.png", "stars.####.png", "stars.@@@@.png"])
def test_every_spelling_of_a_pattern_finds_the_files(name: str, plates: Path, library: MediaLibrary) -> None:
    info = library.info(plates / name, OpenAs(rate=Fraction(25)))
    assert (info.kind, info.pictures[0].frame_count, info.pictures[0].rate) == (MediaKind.SEQUENCE, 10, Fraction(25))
    assert info.sequence_numbers == (1001, 1002, 1003, 1006, 1007, 1009, 1010)
    assert info.reel_name == "stars"


def test_gaps_are_reported(plates: Path, library: MediaLibrary) -> None:
    assert library.info(plates / "stars.####.png").warnings == (
        "3 pictures of the sequence are missing: 1004 to 1005, 1008",
    )


def test_pictures_come_by_number(plates: Path, library: MediaLibrary, pool: DecoderPool) -> None:
    path = plates / "stars.####.png"
    shown = [int(p.planes[0][0, 0]) for p in pool.pictures(path, library.info(path), [9, 0, 0, 5])]
    assert shown == [10, 1, 1, 6]


def test_missing_picture_names_its_file(plates: Path, library: MediaLibrary, pool: DecoderPool) -> None:
    path = plates / "stars.####.png"
    with pytest.raises(MediaError, match=r"stars\.1004\.png is missing"):
        list(pool.pictures(path, library.info(path), [2, 3]))


def test_picture_unlike_the_first_is_refused(plates: Path, library: MediaLibrary, pool: DecoderPool) -> None:
    write_image(plates / "stars.1011.png", np.zeros((6, 9, 3), np.uint8))
    path = plates / "stars.####.png"
    with pytest.raises(MediaError, match=r"stars\.1011\.png is 9x6 with 3 channels"):
        list(pool.pictures(path, library.info(path), [10]))


def test_changed_picture_changes_the_digest(plates: Path, library: MediaLibrary) -> None:
    path = plates / "stars.####.png"
    before = library.digest(path)
    write_image(plates / "stars.1002.png", np.full((6, 8, 3), 99, np.uint8))
    assert library.digest(path) != before


def test_first_number_begins_the_sequence(plates: Path, library: MediaLibrary) -> None:
    path = plates / "stars.####.png"
    assert library.info(path, OpenAs(first_number=1006)).pictures[0].frame_count == 5
    with pytest.raises(MediaError, match=r"stars\.1004\.png does not exist"):
        library.info(path, OpenAs(first_number=1004))


def test_pattern_without_files_is_refused(tmp_path: Path, library: MediaLibrary) -> None:
    with pytest.raises(MediaError, match=r"no file in .* is named none\.###\.exr"):
        library.info(tmp_path / "none.###.exr")


def test_numbers_longer_than_the_pattern_are_part_of_it(tmp_path: Path) -> None:
    for number in (999, 1000):
        (tmp_path / f"x{number:03}.png").touch()
    pattern = SequencePattern.parse(tmp_path / "x###.png")
    assert pattern.numbers() == (999, 1000)
    assert pattern.file(1000).name == "x1000.png"
