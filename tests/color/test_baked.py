"""The baked file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.color.baked import BakedGrade, ExactGrade, apply_baked, read_baked, write_baked
from posthouse.color.exposure import Exposure
from posthouse.color.grade import Grade
from posthouse.errors import MediaError

if TYPE_CHECKING:
    from pathlib import Path


def _baked(size: int, shaper_size: int) -> BakedGrade:
    random = np.random.default_rng(size)
    return BakedGrade(
        lut=random.random((size, size, size, 3)).astype(np.float32),
        shaper_low=-0.08,
        shaper_high=1.12,
        shaper=np.linspace(0, 1, shaper_size, dtype=np.float32) if shaper_size else None,
        error_code10=0.5,
        mean_error_code10=0.125,
    )


@pytest.mark.parametrize(("size", "shaper_size"), [(2, 0), (17, 0), (33, 1025), (5, 3)])
def test_what_is_written_is_read(tmp_path: Path, size: int, shaper_size: int) -> None:
    written = _baked(size, shaper_size)
    write_baked(tmp_path / "g", written)
    found = read_baked(tmp_path / "g")
    assert isinstance(found, BakedGrade)
    np.testing.assert_array_equal(found.lut, written.lut)
    assert (found.shaper is None) == (shaper_size == 0)
    assert (found.shaper_low, found.shaper_high, found.error_code10) == (-0.08, 1.12, 0.5)
    rgb = np.random.default_rng(1).random((10, 3))
    np.testing.assert_array_equal(apply_baked(found, rgb), apply_baked(written, rgb))


def test_the_lut_lies_aligned_and_read_only(tmp_path: Path) -> None:
    write_baked(tmp_path / "g", _baked(5, 3))
    found = read_baked(tmp_path / "g")
    assert isinstance(found, BakedGrade)
    assert found.lut.ctypes.data % 64 == 0
    assert not found.lut.flags.writeable


def test_the_identity_is_read_as_none(tmp_path: Path) -> None:
    write_baked(tmp_path / "g", None)
    assert read_baked(tmp_path / "g") is None


def test_bytes_are_the_same_every_time(tmp_path: Path) -> None:
    for name in "ab":
        write_baked(tmp_path / name, _baked(9, 5))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_short_file_is_refused(tmp_path: Path) -> None:
    write_baked(tmp_path / "g", _baked(9, 5))
    whole = (tmp_path / "g").read_bytes()
    (tmp_path / "g").write_bytes(whole[:4000])
    with pytest.raises(MediaError, match="cut short"):
        read_baked(tmp_path / "g")


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "g").write_bytes(b"LUT_3D_SIZE 2\n")
    with pytest.raises(MediaError, match="not a baked grade"):
        read_baked(tmp_path / "g")


def test_a_grade_no_lut_is_near_enough_for_is_read_as_itself(tmp_path: Path) -> None:
    written = ExactGrade(grade=Grade(operations=(Exposure(stops=0.1),)), size=65, is_shaped=True, error_code10=4.5)
    write_baked(tmp_path / "g", written)
    assert read_baked(tmp_path / "g") == written
