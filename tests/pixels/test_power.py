"""Powers from the bits of a float."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import halide as hl
import numpy as np
import pytest

from posthouse.pixels.kernel import SHELF, KernelSource
from posthouse.pixels.power import Light, power, to_display, to_light

if TYPE_CHECKING:
    from collections.abc import Callable


def run(name: str, given: np.ndarray) -> np.ndarray:
    def build() -> KernelSource:
        x = hl.Var("x")
        plane, made = hl.ImageParam(hl.Float(32), 1, "plane"), hl.Func("made")
        functions: dict[str, Callable[[hl.Expr], hl.Expr]] = {
            "light": lambda v: power(v, 2.4),
            "display": lambda v: power(v, 1 / 2.4),
            "there and back": lambda v: to_display(to_light(v)),
            **{f"{light} light": functools.partial(to_light, light=light) for light in Light},
            **{f"{light} code": functools.partial(to_display, light=light) for light in Light},
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


def _pq(code: np.ndarray) -> np.ndarray:
    """Return light, 203 nits at 1. Source: BT.2100-2, table 4."""
    root = code ** (1 / 78.84375)
    level = np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)
    return level ** (1 / 0.1593017578125) * 10_000 / 203


def _hlg(code: np.ndarray) -> np.ndarray:
    """Return the scene's light, that of 75 % signal at 1. Source: BT.2100-2, table 5."""
    scene = np.where(code <= 0.5, code**2 / 3, (np.exp((code - 0.55991073) / 0.17883277) + 0.28466892) / 12)
    return scene / 0.2649626


@pytest.mark.parametrize(("light", "curve"), [(Light.PQ, _pq), (Light.HLG, _hlg)])
def test_hdr_light_is_right_both_ways_to_a_tenth_of_a_10_bit_code(
    light: Light, curve: Callable[[np.ndarray], np.ndarray]
) -> None:
    codes = np.linspace(0, 1.09, 8_000, dtype=np.float32)
    shown = run(f"{light} light", codes)
    assert np.abs(run(f"{light} code", shown) - codes).max() * 876 < 0.1
    exact = curve(codes.astype(np.float64))
    assert np.abs(shown / np.maximum(exact, 1e-9) - 1)[codes > 0.06].max() < 1e-3
