"""Real LUT files, and the published behaviour of interpolation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.color.lut_file import LutFile, mix_lut
from posthouse.errors import ProductionError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GREY = np.array([[0.3, 0.5, 0.7]])
CORNER = "LUT_3D_SIZE 2\n" + "0 0 0\n" * 7 + "1 1 1\n"
"""A 2-point cube whose white corner alone is 1 (standards sheet 2.11)."""
LOADABLE = (
    "cdl_test1.cc",
    "colour_Colour_Correct.spi3d",
    "colour_LogC_Video.cube",
    "colour_Three_Dimensional_Table_With_Shaper.csp",
    "colour_Three_Dimensional_Table_With_Shaper.cube",
    "colour_eotf_sRGB_3D.cube",
    "colour_p3_to_xyz16.spimtx",
    "discreet-3d-lut.3dl",
    "houdini.lut",
    "iridas_1d.cube",
    "logtolin_8to8.lut",
    "lut3d_arbitrary.csp",
    "nuke_3d.vf",
    "resolve_1d3d.cube",
)


def _through(name: str, rgb: np.ndarray, read: Callable[[str], bytes], **options: str) -> np.ndarray:
    return LutFile(file=name, suffix="." + name.rsplit(".", 1)[-1], **options).apply(rgb, read)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", LOADABLE)
def test_every_format_loads_and_gives_numbers(read_lut: Callable[[str], bytes], name: str) -> None:
    assert np.isfinite(_through(name, np.random.default_rng(7).uniform(-0.1, 1.1, (100, 3)), read_lut)).all()


def test_a_resolve_cube_with_a_title_is_read(read_lut: Callable[[str], bytes]) -> None:
    """ARRI's LogC to Video: 18 % grey of LogC3 (400/1023) is near the 0.4090 it has in BT.709; black and white stay."""
    result = _through("colour_LogC_Video.cube", np.array([[0.0] * 3, [400 / 1023] * 3, [1.0] * 3]), read_lut)
    np.testing.assert_allclose(result[[0, 2]], [[0] * 3, [1] * 3], atol=1e-6)
    np.testing.assert_allclose(result[1], 0.409, atol=0.03)


def test_spi3d_gives_its_own_nodes(read_lut: Callable[[str], bytes]) -> None:
    rows = [
        line.split()
        for line in read_lut("colour_Colour_Correct.spi3d").decode().splitlines()[3:]
        if line and line[0].isdigit()
    ]
    places = np.array([[int(v) for v in row[:3]] for row in rows]) / 3
    wanted = np.array([[float(v) for v in row[3:6]] for row in rows])
    np.testing.assert_allclose(_through("colour_Colour_Correct.spi3d", places, read_lut), wanted, atol=1e-6)


@pytest.mark.parametrize(("kind", "value"), [("trilinear", 0.07), ("tetrahedral", 0.2)])
def test_interpolation_is_the_one_asked_for(kind: str, value: float) -> None:
    result = _through("corner.cube", np.array([[0.7, 0.5, 0.2]]), lambda _: CORNER.encode(), interpolation=kind)
    np.testing.assert_allclose(result, value, atol=1e-6)


def test_strength_mixes() -> None:
    np.testing.assert_allclose(mix_lut(GREY, np.ones((1, 3)), 0.25), GREY * 0.75 + 0.25)
    assert LutFile(file="x", suffix=".cube", strength=0).is_neutral


def test_codes_beyond_a_luts_domain_take_its_ends() -> None:
    result = _through("corner.cube", np.array([[1.09, 1.09, 1.09], [-0.07, -0.07, -0.07]]), lambda _: CORNER.encode())
    np.testing.assert_allclose(result, [[1] * 3, [0] * 3], atol=1e-6)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"LUT_3D_SIZE 2\n0 0 0\n", r"Incorrect number of lut3d entries"),
        (b"LUT_3D_SIZE 2\n" + b"a b c\n" * 8, r"Invalid color triples"),
        (b"", r"cannot be read"),
        (b"\x00\xff\xfe" * 50, r"cannot be read"),
    ],
)
def test_a_broken_cube_is_refused_with_the_readers_reason(content: bytes, reason: str) -> None:
    with pytest.raises(ProductionError, match=reason) as refused:
        _through("broken.cube", GREY, lambda _: content)
    assert "broken.cube" in str(refused.value)
    assert len(str(refused.value)) < 500


def test_clf_that_must_be_rejected_is(media: Path) -> None:
    """All but unknown elements, which OpenColorIO passes over with a warning, as its own tests expect."""
    bad = sorted(
        set((media / "colour" / "clf").glob("illegal_*.clf")) - set((media / "colour" / "clf").glob("*unknown*"))
    )
    assert len(bad) > 5
    accepted = []
    for path in bad:
        try:
            _through(path.name, GREY, lambda _, path=path: path.read_bytes())  # type: ignore[misc]
        except ProductionError:
            continue
        accepted.append(path.name)
    assert accepted == []
