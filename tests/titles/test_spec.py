"""What the document may say about titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from posthouse.titles import TitleSpec
from posthouse.titles.spec import Align, Place, StyleName
from posthouse.titles.style import HOUSE_STYLES, resolved_style

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"text": " \n"}, "the title is empty"),
        ({"lower_third": {"name": " "}}, "the title is empty"),
        ({}, "exactly one of text, lower_third and roll; here: none"),
        ({"text": "a", "roll": "b"}, "here: text and roll"),
        ({"roll": "a", "position": "top"}, "take out position"),
        ({"text": "a", "style": "headng"}, "'heading', 'subtitle'"),
        ({"text": "a", "style": {"size": "0.1%"}}, "0.1% is out of range; write 0.5% to 100%"),
        ({"text": "a", "style": {"size": 6}}, "6 could be a factor or a percentage"),
        ({"text": "a", "style": {"weight": 1000}}, "900"),
        ({"text": "a", "style": {"weight": "heavy"}}, "'semibold'"),
        ({"text": "a", "position": "middle"}, "'center'"),
        ({"text": "a", "fate_in": "8f"}, "Extra inputs"),
        ({"text": "a", "language": "日本"}, "pattern"),
    ],
)
def test_a_wrong_title_is_refused_once_with_what_is_allowed(
    title: Callable[..., TitleSpec], said: dict[str, object], problem: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        title(**said)
    assert problem in str(refused.value)
    assert refused.value.error_count() == 1


def test_a_title_is_hashable_and_survives_its_own_spelling(title: Callable[..., TitleSpec]) -> None:
    spec = title(text="Harbour", style={"like": "heading", "size": "9%", "outline": {"width": "4%"}}, fade_in="8f")
    assert TitleSpec.model_validate(spec.model_dump()) == spec
    assert hash(spec) == hash(TitleSpec.model_validate(spec.model_dump()))


def test_what_a_style_does_not_say_stays_as_in_the_house(title: Callable[..., TitleSpec]) -> None:
    style = resolved_style(title(text="a", style={"like": "caption", "weight": "light", "shadow": False}))
    house = HOUSE_STYLES[StyleName.CAPTION]
    assert (style.weight, style.shadow) == (300, None)
    assert (style.size, style.tracking_em, style.align) == (house.size, house.tracking_em, Align.START)


def test_each_kind_has_its_own_house_style(title: Callable[..., TitleSpec]) -> None:
    kinds = [title(text="a"), title(lower_third={"name": "a"}), title(roll="a")]
    assert [resolved_style(spec) for spec in kinds] == [
        HOUSE_STYLES[name] for name in (StyleName.HEADING, StyleName.LOWER_THIRD, StyleName.CREDITS)
    ]


def test_a_position_is_a_place_or_two_parts_of_the_picture(title: Callable[..., TitleSpec]) -> None:
    assert title(text="a", position="top-left").position is Place.TOP_LEFT
    assert title(text="a", position=[0.5, "20%"]).position == (0.5, 0.2)


def test_the_schema_offers_names_and_changes_of_a_style() -> None:
    schema = TitleSpec.model_json_schema()
    assert {"text", "lower_third", "roll", "at", "for", "style", "position"} <= set(schema["properties"])
    assert "heading" in schema["$defs"]["StyleName"]["enum"]
