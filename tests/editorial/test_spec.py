"""What the cut may say."""

from __future__ import annotations

from fractions import Fraction

import pytest
from pydantic import ValidationError

from posthouse.editorial.light import Light
from posthouse.editorial.spec import DissolveItem, OverSpec, ShotSpec, WipeItem, WipePattern, cut_item_tag
from posthouse.pixels import WIPE_PATTERNS
from posthouse.timing import Length


@pytest.mark.parametrize(
    "written",
    [
        {"in": "1s", "out": "2s"},
        {"in": "1s", "for": "2s"},
        {"out": "5s", "for": "2s"},
        {"for": "2s"},
        {},
        {"in": 12, "for": 24, "freeze": True},
        {"speed": "-100%", "in": "1s", "for": "2s"},
    ],
)
def test_a_shot_says_two_of_in_out_and_for(written: dict[str, object]) -> None:
    assert ShotSpec.model_validate({"from": "pier", **written}).media == "pier"


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ({"in": "1s", "out": "2s", "for": "1s"}, "two of the three"),
        ({"in": "2s", "out": "2s"}, "later than in"),
        ({"in": "00:00:02:10", "out": "00:00:02:09"}, "later than in"),
        ({"for": 0}, "0 frames"),
        ({"speed": "0%"}, "freeze"),
        ({"speed": "20000%"}, "out of range"),
        ({"freeze": True, "in": "1s"}, "how long"),
        ({"freeze": True, "out": "1s", "for": "1s"}, "one frame"),
        ({"freeze": True, "for": "1s", "speed": "50%"}, "no speed"),
        ({"pan": [0.5, 2]}, "between 0 and 1"),
        ({"pan": [0.5]}, "required"),
        ({"fit": "zoom"}, "'fit', 'fill' or 'stretch'"),
    ],
)
def test_a_shot_that_cannot_be_is_refused(written: dict[str, object], advice: str) -> None:
    with pytest.raises(ValidationError, match=advice):
        ShotSpec.model_validate({"from": "pier", **written})


def test_a_dissolve_is_short_for_its_length() -> None:
    short = DissolveItem.model_validate({"dissolve": "12f"})
    assert short == DissolveItem.model_validate({"dissolve": {"length": "12f"}})
    assert (short.dissolve.length, short.dissolve.light) == (Length.frames_of(12), Light.DISPLAY)


def test_every_wipe_the_kernels_draw_can_be_asked_for() -> None:
    assert {pattern.value for pattern in WipePattern} == set(WIPE_PATTERNS)
    assert WipeItem.model_validate({"wipe": {"length": "12f", "pattern": "clock"}}).wipe.pattern is WipePattern.CLOCK


def test_an_item_of_the_cut_is_known_by_the_key_that_names_it() -> None:
    items = [{"dissolve": 1}, {"dip": 1}, {"wipe": 1}, {"gap": 1}, {"shot": "a", "from": "b"}, {"from": "b"}]
    assert [cut_item_tag(item) for item in items] == ["dissolve", "dip", "wipe", "gap", "shot", "shot"]


def test_a_shot_over_the_cut_needs_an_anchor() -> None:
    with pytest.raises(ValidationError, match="at"):
        OverSpec.model_validate({"from": "pier", "for": "2s"})
    over = OverSpec.model_validate({"from": "pier", "for": "2s", "at": "opening+12f", "speed": "50%"})
    assert over.speed == Fraction(1, 2)
