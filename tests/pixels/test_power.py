"""Powers from the bits of a float."""

from __future__ import annotations

import halide as hl
import numpy as np
import pytest

from posthouse.pixels.kernel import SHELF, KernelSource
from posthouse.pixels.power import power, to_display, to_light


def run(name: str, given: np.ndarray) -> np.ndarray:
    def build() -> KernelSource:
        x = hl.Var("x")
        plane, made = hl.ImageParam(hl.Float(32), 1, "plane"), hl.Func("made")
        functions = {
            "light": lambda v: power(v, 2.4),
            "display": lambda v: power(v, 1 / 2.4),
            "there and back": lambda v: to_display(to_light(v)),
        }
        made[x] = functions[name](plane[x])
        made.vectorize(x, 8)
        return KernelSource(pipeline=hl.Pipeline([made]), arguments=(plane,))

    made = np.empty_like(given)
    SHELF.kernel(f"power test {name}", build)(given, made)
    return made


VALUES = np.concatenate([np.linspace(1e-6, 1.2, 40_000), 2.0 ** np.arange(-20, 8)]).astype(np.float32)


@pytest.mark.parametrize(("name", "exponent"), [("light", 2.4), ("display", 1 / 2.4)])
def test_powers_are_right_to_a_fiftieth_of_a_10_bit_code(name: str, exponent: float) -> None:
    exact = VALUES.astype(np.float64) ** exponent
    assert np.abs(run(name, VALUES) / exact - 1).max() < 1.3e-5


def test_powers_never_fall() -> None:
    rising = np.linspace(0.2, 1.1, 200_000, dtype=np.float32)
    assert np.diff(run("display", rising)).min() > -2e-7


def test_light_and_display_are_inverse_also_below_0() -> None:
    values = np.linspace(-0.3, 1.3, 4_000, dtype=np.float32)
    assert np.abs(run("there and back", values) - values).max() < 2e-5


def test_nothing_stays_nothing() -> None:
    zeros = np.zeros(16, np.float32)
    assert run("light", zeros).max() < 1e-15
    assert run("display", zeros).max() < 1e-15
