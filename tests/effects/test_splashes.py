"""Splashes: on the ground, short, flat."""

from __future__ import annotations

import numpy as np
import pytest

from posthouse.effects.lens import Lens
from posthouse.effects.spec import RainSpec
from posthouse.effects.splashes import HORIZON, splashing

SIZE = (640, 360)
LENS = Lens(width_px=640, focal_metres=0.035, aperture=2.8, focus_metres=6.0, exposure_s=1 / 50)
WET = RainSpec(intensity=0.8, splashes=1)
X, Y, ACROSS, DOWN = range(4)


@pytest.mark.parametrize("seconds", [-3.0, 0.0, 41.7, 9_999.0])
def test_splashes_lie_below_the_horizon_and_are_flat(seconds: float) -> None:
    rings, droplets = splashing(WET, LENS, SIZE, seconds)
    assert len(rings) > 50
    assert rings[:, Y].min() > HORIZON * SIZE[1]
    assert np.median(rings[:, DOWN] / rings[:, ACROSS]) > 1.5
    assert np.isfinite(rings).all()
    assert np.isfinite(droplets).all()


def test_a_splash_is_gone_after_a_seventh_of_a_second() -> None:
    before, after = (splashing(WET, LENS, SIZE, t)[0] for t in (2.0, 2.0 + 1 / 7))
    assert not {tuple(ring[:2]) for ring in before} & {tuple(ring[:2]) for ring in after}


def test_without_splashes_there_are_none() -> None:
    rings, droplets = splashing(RainSpec(splashes=0), LENS, SIZE, 1.0)
    assert len(rings) == len(droplets) == 0
