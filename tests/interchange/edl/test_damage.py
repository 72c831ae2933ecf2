"""Damaged lists are read, or refused with one clean error; never a traceback, never a hang."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import MediaError
from posthouse.interchange.edl import read, write
from tests.fuzz.mutate import damaged

if TYPE_CHECKING:
    from pathlib import Path

SMALL = ("gdi_45S_SAMPLE.EDL", "otio_dissolve_test_4.edl", "pycmx_test_25.edl", "sgotio_scan_request_test.edl")
_CRUMBS = ("::", "-", "0", "99", "AX", " V ", " D ", "M2 ", "* ", "\r", "\t", "(", "é", "K B", "BL", "00:00:00:00", "W")


def _damaged_text(whole: bytes, seed: int) -> bytes:
    """Return a list with words exchanged, lines torn, doubled and moved: damage a parser of lines feels."""
    dice = random.Random(seed)
    lines = whole.decode("latin-1").splitlines(keepends=True)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(lines))
        line = lines[at]
        cut = dice.randrange(len(line) + 1)
        lines[at] = dice.choice(
            (line[:cut] + dice.choice(_CRUMBS) + line[cut + 1 :], line[:cut], line * 2, dice.choice(lines))
        )
    return "".join(lines).encode("latin-1")


def _try(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        reading = read(path)
    except MediaError as error:
        assert path.name in str(error)  # noqa: PT017 - either outcome is right
        return
    for track in reading.timelines[0].tracks:
        records = [clip.record for clip in track.clips]
        assert all(one.end_frame <= two.start_frame for one, two in itertools.pairwise(records))
    if reading.timelines[0].tracks:
        write(reading.timelines, name="again")


@pytest.mark.parametrize("name", SMALL)
def test_damaged_lists_are_read_or_refused(media: Path, tmp_path: Path, name: str) -> None:
    whole = (media / "interchange" / "edl" / name).read_bytes()
    for seed in range(120):
        _try(tmp_path / "torn.edl", _damaged_text(whole, seed))
        _try(tmp_path / "torn.edl", damaged(whole, seed)[0])


@pytest.mark.slow
def test_every_list_damaged_a_hundred_ways(media: Path, tmp_path: Path) -> None:
    for path in sorted((media / "interchange" / "edl").iterdir()):
        for seed in range(100):
            _try(tmp_path / "torn.edl", _damaged_text(path.read_bytes(), seed))
