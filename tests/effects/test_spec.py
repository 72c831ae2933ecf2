"""What effects may say."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from posthouse.effects.spec import EffectUse, RainSpec


def test_rain_has_a_default_for_everything() -> None:
    use = EffectUse.model_validate({"shot": "fleet", "rain": {}})
    assert use.rain == RainSpec()
    assert hash(use) == hash(use.model_copy())


@pytest.mark.parametrize(
    ("rain", "advice"),
    [
        ({"intensity": 2}, "between 0 and 1"),
        ({"wind": 90}, "60"),
        ({"seed": -1}, "0"),
        ({"layers": 0}, "1"),
        ({"shutter": 400}, "360"),
        ({"winds": 3}, "Extra"),
    ],
)
def test_rain_beyond_what_is_real_is_refused(rain: dict[str, object], advice: str) -> None:
    with pytest.raises(ValidationError, match=advice):
        RainSpec.model_validate(rain)


def test_an_effect_is_named() -> None:
    with pytest.raises(ValidationError, match="say which effect"):
        EffectUse.model_validate({"shot": "fleet"})
