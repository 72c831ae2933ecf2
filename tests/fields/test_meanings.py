"""Words under fields."""

from __future__ import annotations

from posthouse.effects.spec import RainSpec
from posthouse.fields import field_meanings
from posthouse.production import Shot


def test_the_docstring_under_a_field_is_what_it_means() -> None:
    assert field_meanings(RainSpec)["intensity"].startswith("How much rain")


def test_a_model_made_of_others_has_their_words() -> None:
    meanings = field_meanings(Shot)
    assert meanings["in_point"].startswith("The first source frame")
    assert "freeze" in meanings
