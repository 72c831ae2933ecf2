"""The ASC CDL, by its published vectors and against OpenColorIO."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import PyOpenColorIO as OCIO  # noqa: N814 - its own documentation's name
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.color.cdl import Cdl, CdlFile, apply_cdl, read_cdl
from posthouse.color.operation import luma
from posthouse.errors import ProductionError

if TYPE_CHECKING:
    from collections.abc import Callable

SHEET = Cdl(slope=(1.35, 1.1, 0.071), offset=(0.05, -0.23, 0.11), power=(0.93, 0.81, 1.27), saturation=1.23)
"""The correction of OpenColorIO's unit tests (standards sheet 2.10)."""
Codes = tuple[float, float, float]
VECTORS: list[tuple[Codes, Codes, Codes]] = [
    ((0.25, 0.5, 0.75), (0.422056, 0.401466, 0.035820), (0.422056, 0.401466, 0.035820)),
    ((1.25, 1.5, 1.75), (1, 1, 0), (1.753162, 1.331130, -0.108181)),
    ((0, 0, 0), (0.071827, 0, 0.070533), (0.109661, -0.249088, 0.108368)),
    ((-0.2, 0.5, 1.4), (0, 0.421096, 0.101225), (-0.327485, 0.431854, 0.111983)),
    ((0.3278, 0.01, 1), (0.609399, 0, 0.113130), (0.645424, -0.260548, 0.149154)),
]
triples = st.tuples(*[st.floats(0.3, 2)] * 3)
offsets = st.tuples(*[st.floats(-0.2, 0.2)] * 3)


@pytest.mark.parametrize(("given_codes", "clamped", "unclamped"), VECTORS)
def test_published_vectors(given_codes: Codes, clamped: Codes, unclamped: Codes) -> None:
    rgb = np.array([given_codes])
    np.testing.assert_allclose(apply_cdl(rgb, dataclasses.replace(SHEET, clamp=True))[0], clamped, atol=4e-6)
    np.testing.assert_allclose(apply_cdl(rgb, SHEET)[0], unclamped, atol=4e-6)


@given(triples, offsets, triples, st.floats(0.2, 3))
@settings(max_examples=40)
def test_cdl_is_undone_by_its_parts_in_reverse(
    slope: tuple[float, float, float],
    offset: tuple[float, float, float],
    power: tuple[float, float, float],
    saturation: float,
) -> None:
    rgb = np.random.default_rng(5).random((50, 3))
    result = apply_cdl(rgb, Cdl(slope=slope, offset=offset, power=power, saturation=saturation))
    plain = luma(result) + (result - luma(result)) / saturation
    unpowered = np.where(plain > 0, np.maximum(plain, 0) ** (1 / np.array(power)), plain)
    np.testing.assert_allclose((unpowered - offset) / slope, rgb, atol=1e-8)


@given(triples, offsets, triples, st.floats(0, 3), st.booleans())
@settings(max_examples=25)
def test_cdl_agrees_with_opencolorio(
    slope: tuple[float, float, float],
    offset: tuple[float, float, float],
    power: tuple[float, float, float],
    saturation: float,
    clamp: bool,  # noqa: FBT001 - drawn by Hypothesis
) -> None:
    transform = OCIO.CDLTransform(slope=list(slope), offset=list(offset), power=list(power), sat=saturation)
    transform.setStyle(OCIO.CDL_ASC if clamp else OCIO.CDL_NO_CLAMP)
    theirs = np.random.default_rng(6).uniform(-0.07, 1.09, (100, 3)).astype(np.float32)
    ours = apply_cdl(
        theirs.astype(np.float64), Cdl(slope=slope, offset=offset, power=power, saturation=saturation, clamp=clamp)
    )
    processor = OCIO.Config.CreateRaw().getProcessor(transform)
    processor.getOptimizedCPUProcessor(OCIO.OPTIMIZATION_NONE).applyRGB(theirs)
    np.testing.assert_allclose(ours, theirs, atol=4e-6)


@pytest.mark.parametrize(
    ("name", "correction", "slope"),
    [
        ("cdl_test1.cc", None, (1.1, 1.2, 1.3)),
        ("cdl_test1.cc", "foo", (1.1, 1.2, 1.3)),
        ("cdl_test1.ccc", "cc0001", (1.0, 1.0, 0.9)),
        ("cdl_test1.ccc", None, (1.0, 1.0, 0.9)),
        ("cdl_test1.cdl", "cc0001", (1.0, 1.0, 0.9)),
    ],
)
def test_real_files_are_read(
    read_lut: Callable[[str], bytes], name: str, correction: str | None, slope: tuple[float, ...]
) -> None:
    assert read_cdl(read_lut(name), name=name, correction_id=correction).slope == slope


def test_an_unknown_id_is_refused(read_lut: Callable[[str], bytes]) -> None:
    with pytest.raises(ProductionError, match=r"cdl_test1\.ccc holds no correction 'nobody'"):
        read_cdl(read_lut("cdl_test1.ccc"), name="cdl_test1.ccc", correction_id="nobody")


def test_a_lut_is_no_cdl(read_lut: Callable[[str], bytes]) -> None:
    with pytest.raises(ProductionError, match=r"iridas_1d\.cube is no CDL"):
        CdlFile(file="iridas_1d.cube", suffix=".cube").apply(np.zeros((1, 3)), read_lut)


def test_rubbish_is_refused_with_its_name() -> None:
    with pytest.raises(ProductionError, match=r"a\.cdl cannot be read as a LUT or CDL"):
        read_cdl(b"not a list of colors", name="a.cdl")
