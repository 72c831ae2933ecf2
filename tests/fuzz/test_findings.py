"""What fuzzing found, each made anew from a recipe: the smallest file that killed, hung or slipped past the door."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from tests.fuzz.drive import driven
from tests.fuzz.material import gathered

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fuzz.material import Material


def endless_cineon() -> bytes:
    """Return a Cineon head whose first element has lines of no pixels: OpenImageIO 3.1 opens it for ever."""
    head = bytearray(2048)
    head[0:4] = struct.pack(">I", 0x802A5FD7)
    for at, byte in ((16, 127), (193, 3), (198, 10), (226, 10), (231, 160), (235, 90), (254, 10)):
        head[at] = byte
    return bytes(head)


def right_before_left() -> bytes:
    """Return a healthy CAF file whose first channel is the right one: PyAV 18.1 frees its layout twice."""
    described = struct.pack(">d4sIIIII", 48_000.0, b"lpcm", 0, 4, 1, 2, 16)
    layout = struct.pack(">III", 0, 0, 2) + b"".join(struct.pack(">II3f", label, 0, 0, 0, 0) for label in (2, 1))
    chunks = ((b"desc", described), (b"chan", layout), (b"data", bytes(4 + 4 * 4800)))
    return b"caff" + struct.pack(">HH", 1, 0) + b"".join(n + struct.pack(">q", len(b)) + b for n, b in chunks)


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Material]:
    return {each.name: each for each in gathered(tmp_path_factory.mktemp("material"), None)}


def test_a_layout_pyav_frees_twice_kills_no_more_than_its_booth(tmp_path: Path) -> None:
    path = tmp_path / "swapped.caf"
    path.write_bytes(right_before_left())
    outcome = driven(path, tmp_path / "house", 1)
    assert not outcome.problems
    assert outcome.is_taken or "crashed" in outcome.refusals[0]


def test_an_image_that_is_read_for_ever_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTHOUSE_MEDIA_PATIENCE", "1.5")
    path = tmp_path / "endless.cin"
    path.write_bytes(endless_cineon())
    outcome = driven(path, tmp_path / "house", 1)
    assert not outcome.problems
    assert "gave no sign of life for 1.5 s" in outcome.refusals[0]


@pytest.mark.parametrize("name", ["sound.ac3", "sound.eac3", "adts.aac", "alac.m4a"])
def test_packets_that_make_a_decoder_swear_are_damage(name: str, material: dict[str, Material], tmp_path: Path) -> None:
    whole = material[name].whole
    for start in (300, 1000, len(whole) // 2):
        path = tmp_path / f"{start}-{name}"
        path.write_bytes(whole[:start] + b"\xa5" * 40 + whole[start + 77 :])
        assert not driven(path, tmp_path / "house", 1).problems


@pytest.mark.parametrize(("name", "width_at"), [("mjpeg.avi", b"\xff\xc0\x00\x11\x08")])
def test_picture_that_changes_its_size_is_refused_by_name(
    name: str, width_at: bytes, material: dict[str, Material], tmp_path: Path
) -> None:
    torn = bytearray(material[name].whole)
    at = torn.rindex(width_at) + len(width_at)
    torn[at + 3] += 1
    path = tmp_path / name
    path.write_bytes(torn)
    outcome = driven(path, tmp_path / "house", 1)
    assert not outcome.problems
    assert any("the picture changes" in refusal for refusal in outcome.refusals)
