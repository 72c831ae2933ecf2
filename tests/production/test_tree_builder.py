"""YAML to plain values with places."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.production.tree_builder import read_tree

TEXT = st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF), max_size=12)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(document=PLAIN)
def test_json_is_yaml_and_read_as_itself(document: object) -> None:
    tree = read_tree(json.dumps(document).replace("\x7f", "\\u007f"))
    assert tree.problems == []
    assert tree.value == document


def test_keys_and_values_know_their_places() -> None:
    tree = read_tree("a:\n  - {b: 12f}\n")
    spot, depth = tree.nearest_spot(("a", 0, "b"))
    assert spot is not None
    assert (depth, spot.start.line, spot.start.column, spot.key and spot.key.column) == (3, 1, 8, 5)


def test_an_unknown_step_finds_the_value_around_it() -> None:
    tree = read_tree("a: {b: 1}")
    assert tree.nearest_spot(("a", "x", "y"))[1] == 1


def test_merge_keys_take_over_what_is_not_said() -> None:
    tree = read_tree("x: &base {a: 1, b: 2}\ny: {<<: *base, b: 3}\nz: {b: 4, <<: [*base, {c: 5}]}")
    assert tree.value == {"x": {"a": 1, "b": 2}, "y": {"a": 1, "b": 3}, "z": {"a": 1, "b": 4, "c": 5}}
    assert tree.problems == []


def test_keys_are_always_text() -> None:
    assert read_tree("{1: a, true: b, ~: c}").value == {"1": "a", "true": "b", "~": "c"}


@pytest.mark.parametrize(
    ("text", "cause", "line"),
    [
        ("a: 1\nb: 2\na: 3", "given twice", 2),
        ("a: *nope", "nothing is marked &nope", 0),
        ("a: &a [*a]", "stands inside itself", 0),
        ("a: !!python/object:os.system x", "means nothing", 0),
        ("a: 1\n---\nb: 2", "second document", 1),
        ("? [a]\n: b", "cannot be a key", 0),
        ("a: 1\n*b : 2", "YAML alias", 1),
        ("a:\n\tb: 1", "a tab", 1),
        ("a: [1, 2", "not closed", 0),
        ('a: "b', "ends inside", 0),
        ("a: b: c", "colon", 0),
        ("a: {b: #fff}\n", "comment", 0),
        ("a: @b", "cannot begin a value", 0),
        ("*: 1", "alias", 0),
        ("a: b\0", "control character", 0),
        ("<<: 5", "takes over a mapping", 0),
        ("a: 1\n b: 2\n", "colon", 1),
        ("- a\nb: c", "", 1),
    ],
)
def test_broken_yaml_is_told_in_plain_words_with_its_line(text: str, cause: str, line: int) -> None:
    problem = read_tree(text).problems[0]
    assert cause in problem.cause
    assert problem.line == line


def test_a_billion_laughs_are_cut_short() -> None:
    lines = ["a: &a [1,1,1,1,1,1,1,1,1]"]
    lines += [f"{b}: &{b} [{','.join(['*' + a] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    assert "1,000,000" in read_tree("\n".join(lines)).problems[0].cause


def test_a_hundred_thousand_brackets_are_cut_short() -> None:
    assert "levels deep" in read_tree("a: " + "[" * 100_000).problems[0].cause
