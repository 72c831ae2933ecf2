"""Edits change one value and no other byte."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.errors import DocumentProblems, ProductionError
from posthouse.production import read_production
from posthouse.production.edit import remove_field, set_field
from posthouse.production.splice import spelled_value
from posthouse.production.tree_builder import read_tree
from posthouse.timing import Length

if TYPE_CHECKING:
    from pathlib import Path


def changed_lines(folder: Path, before: str) -> tuple[list[str], list[str]]:
    """Return the lines taken out and the lines put in."""
    after = folder.joinpath("production.yaml").read_text("utf-8")
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    return [line[2:].strip() for line in lines if line[0] == "-"], [
        line[2:].strip() for line in lines if line[0] == "+"
    ]


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (
            "cut.opening.in",
            "00:00:05:00",
            "from: pier, in: 00:00:05:00, out: 00:00:07:02}    # the first shot",
        ),
        ("cut.opening.speed", "50%", "out: 00:00:07:02, speed: 50%}    # the first shot"),
        ("cut[1].dissolve", {"length": "24f", "light": "linear"}, "- dissolve: {length: 24f, light: linear}        "),
        ("title", "It's: a # test", 'title: "It\'s: a # test"'),
        ("title", "true", 'title: "true"'),
        ("media.rain", "a b/c.mov", "rain: a b/c.mov"),
        (
            "media.black.generate.color",
            "#fff",
            '{color: "#fff"}}                 # picture generator',
        ),
        ("color.looks.dusk.exposure", -1.5, "looks:  {dusk: {exposure: -1.5,"),
        ("mix.duck[0].music", "-12 dB", "duck: [{music: -12 dB, under: dialogue"),
        ("titles.name.text", "one\ntwo", '- {title: name, text: "one\\ntwo"'),
        ("master.loudness", "-16 LUFS", "master: {loudness: -16 LUFS, true_peak: -1 dBTP}"),
    ],
)
def test_one_value_changes_and_the_comments_stay(
    harbour_folder: Path, harbour: str, path: str, value: str, line: str
) -> None:
    set_field(harbour_folder, path, value)
    removed, added = changed_lines(harbour_folder, harbour)
    assert len(added) == 1
    assert len(removed) <= 1
    assert line in added[0]


def test_the_changed_production_is_returned(harbour_folder: Path) -> None:
    document = set_field(harbour_folder, "cut.fleet.for", "80f").document
    assert document.shots[1].length == Length.frames_of(80)
    assert read_production(harbour_folder).document == document


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        ("cut.opening.in", "in: 00:00:04:10, "),
        ("cut.pier2", "- {shot: pier2"),
        ("effects", "rain:"),
        ("titles.name.style", "style: heading, "),
    ],
)
def test_a_field_is_removed_with_its_line_where_it_has_one(harbour_folder: Path, path: str, gone: str) -> None:
    remove_field(harbour_folder, path)
    assert gone not in harbour_folder.joinpath("production.yaml").read_text("utf-8")


def test_keys_on_the_way_are_added(harbour_folder: Path) -> None:
    document = set_field(harbour_folder, "color.grades.fleet.exposure", 0.5).document
    assert "fleet" in document.color.grades
    with pytest.raises(DocumentProblems, match="there is no shot nosuch"):
        set_field(harbour_folder, "color.grades.nosuch.exposure", 0.5)


@pytest.mark.parametrize(
    ("path", "value"), [("cut.opening.from", "nope"), ("title", 5), ("cut.opening.in", "99x"), ("nope", 1)]
)
def test_an_edit_that_breaks_the_document_writes_nothing(
    harbour_folder: Path, harbour: str, path: str, value: str
) -> None:
    with pytest.raises(DocumentProblems):
        set_field(harbour_folder, path, value)
    assert harbour_folder.joinpath("production.yaml").read_text("utf-8") == harbour
    assert [file.name for file in harbour_folder.iterdir()] == ["production.yaml"]


@pytest.mark.parametrize(
    ("path", "advice"), [("cut.nope.in", "opening"), ("a.b.c", "there is no field a here"), ("cut[99].in", "opening")]
)
def test_a_path_that_leads_nowhere_is_told(harbour_folder: Path, path: str, advice: str) -> None:
    with pytest.raises(ProductionError, match=advice):
        set_field(harbour_folder, path, "1s")


def test_a_value_shared_by_an_alias_is_not_changed_alone(harbour_folder: Path, harbour: str) -> None:
    text = harbour.replace("for: 3s}\n  - dip", "for: &three 3s}\n  - dip").replace(
        "at: talk+6f, for: 2s", "at: talk+6f, for: *three"
    )
    harbour_folder.joinpath("production.yaml").write_text(text, "utf-8")
    with pytest.raises(ProductionError, match="alias"):
        set_field(harbour_folder, "cut.pier3.for", "4s")


def test_windows_line_ends_stay(harbour_folder: Path, harbour: str) -> None:
    file = harbour_folder / "production.yaml"
    file.write_bytes(harbour.replace("\n", "\r\n").encode())
    set_field(harbour_folder, "title", "Quay")
    assert file.read_bytes() == harbour.replace("Harbour\n", "Quay\n", 1).replace("\n", "\r\n").encode()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(value=VALUES)
def test_what_is_written_is_read_back(value: str) -> None:
    tree = read_tree(f"a: {{b: {spelled_value(value)}}}")
    assert tree.problems == []
    assert tree.value == {"a": {"b": value}}
