"""YAML 1.2 scalars; values from YAML 1.2.2, 10.3.2."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.production.scalars import quoted_text, resolved_scalar
from posthouse.production.tree_builder import read_tree


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("FALSE", False),
        ("0", 0),
        ("0o7", 7),
        ("0x3A", 58),
        ("-19", -19),
        ("0.", 0.0),
        ("-0.0", -0.0),
        (".5", 0.5),
        ("+12e03", 12000.0),
        ("-2E+05", -200000.0),
        (".inf", math.inf),
        ("-.Inf", -math.inf),
        ("+.INF", math.inf),
    ],
)
def test_the_core_schema_of_yaml_1_2(text: str, meaning: object) -> None:
    assert resolved_scalar(text) == meaning
    assert type(resolved_scalar(text)) is type(meaning)


@pytest.mark.parametrize(
    "text",
    ["yes", "no", "on", "off", "Y", "1:30", "00:04:10", "1_000", "12f", "-6 dB", "-inf", "2026-11-22", "="],
)
def test_what_yaml_1_1_would_have_changed_stays_text(text: str) -> None:
    assert resolved_scalar(text) == text


@given(text=st.text())
def test_any_text_in_quotes_is_read_as_itself(text: str) -> None:
    assert read_tree(quoted_text(text)).value == text


def test_a_leading_zero_means_nothing() -> None:
    assert resolved_scalar("010") == 10


def test_a_number_of_a_thousand_digits_stays_text() -> None:
    assert resolved_scalar("9" * 5000) == "9" * 5000
