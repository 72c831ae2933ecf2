"""Real cuts of every format, torn: each is read, or refused with one clean error that names it; never a traceback."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import MediaError
from posthouse.interchange.formats import FORMATS, format_of
from tests.fuzz.mutate import damaged

if TYPE_CHECKING:
    from pathlib import Path

SMALL = (
    "aaf/otio_simple.aaf",
    "ale/sample.ale",
    "daw/BasicMarkers.xml",
    "daw/ptuls_Robin Hood Spotting.txt",
    "edl/otio_cdl.edl",
    "fcp7xml/otio_hiero_xml_export.xml",
    "fcpxml/SyncClip.fcpxml",
    "otio/transition.otio",
    "prproj/test.zipped.prproj",
)
_NUMBERS = (b"-1", b"999999999999", b"0", b"1e30000000", b"nan", b"1/0", b"")


def _renumbered(whole: bytes, seed: int) -> bytes:
    """Return a file with some of its digits made into numbers nobody expects."""
    dice = random.Random(seed)
    torn = bytearray(whole)
    digits = [at for at, byte in enumerate(torn) if byte in b"0123456789"]
    for at in sorted(dice.sample(digits, min(len(digits), dice.choice((1, 4)))), reverse=True):
        torn[at : at + 1] = dice.choice(_NUMBERS)
    return bytes(torn)


def _try(path: Path, content: bytes) -> None:
    """Read a torn file, and write what is read in every text format."""
    path.write_bytes(content)
    try:
        reading = format_of(path).reader(path)
    except MediaError as error:
        assert path.name in str(error)  # noqa: PT017 - either outcome is right
        return
    for each in FORMATS:
        if each.can_write and each.name in {"edl", "fcp7", "fcpxml", "mlt"} and reading.timelines:
            writable = (reading.timelines[0], *reading.nested)
            if reading.timelines[0].duration_frames:
                each.writer(writable, name="again")


@pytest.mark.parametrize("name", SMALL)
def test_torn_files_are_read_or_refused(media: Path, tmp_path: Path, name: str) -> None:
    whole = (media / "interchange" / name).read_bytes()
    path = tmp_path / f"torn{name[name.rindex('.') :]}"
    for seed in range(6):
        _try(path, damaged(whole, seed)[0])
        _try(path, _renumbered(whole, seed))


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_torn_a_hundred_ways(media: Path, tmp_path: Path, name: str) -> None:
    whole = (media / "interchange" / name).read_bytes()
    path = tmp_path / f"torn{name[name.rindex('.') :]}"
    for seed in range(100):
        _try(path, damaged(whole, seed)[0])
        _try(path, _renumbered(whole, seed))
