"""The exact path, and grades as job parameters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.build.canonical import encode_canonical
from posthouse.color.exposure import Exposure
from posthouse.color.grade import Grade, apply_exact, check_grade, grade_params
from posthouse.color.lut_file import LutFile
from posthouse.color.resolve import resolve_grade
from posthouse.color.spec import GradeSpec
from posthouse.errors import ProductionError

LOOKED = Grade(operations=(Exposure(stops=0.5), LutFile(file="looks/dusk.cube", suffix=".cube")))
rgb_gains = st.tuples(*[st.floats(0.3, 2)] * 3)


@given(
    exposure=st.floats(-3, 3),
    contrast=st.floats(0.3, 3),
    gain=rgb_gains,
    gamma=rgb_gains,
    temperature=st.floats(-60, 60),
)
@settings(max_examples=30)
def test_the_grey_axis_rises_for_every_grade_of_positive_slope(
    exposure: float, contrast: float, gain: tuple[float, ...], gamma: tuple[float, ...], temperature: float
) -> None:
    spec = GradeSpec(exposure=exposure, contrast=contrast, gain=gain, gamma=gamma, temperature=temperature)  # type: ignore[arg-type]
    greys = np.linspace(0, 1, 200)[:, np.newaxis] * np.ones(3)
    assert (np.diff(apply_exact(resolve_grade(spec, {}), greys), axis=0) > -1e-12).all()


def test_no_operations_is_the_identity() -> None:
    rgb = np.random.default_rng(8).random((4, 5, 3))
    np.testing.assert_array_equal(apply_exact(Grade(), rgb), rgb)


def test_params_name_files_by_digest_and_can_be_a_key() -> None:
    params = grade_params(LOOKED, digest_of={"looks/dusk.cube": "d16e57"}.__getitem__)
    assert params.files == ("d16e57",)
    assert hash(params) == hash(grade_params(LOOKED, lambda _: "d16e57"))
    assert encode_canonical(params) != encode_canonical(grade_params(LOOKED, lambda _: "07he12"))


def test_check_names_the_file_as_the_document_does() -> None:
    with pytest.raises(ProductionError, match=r"looks/dusk\.cube cannot be read"):
        check_grade(LOOKED, read_file=lambda _: b"rubbish")
