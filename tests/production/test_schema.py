"""The JSON Schema agrees with the reader."""

from __future__ import annotations

import jsonschema
import pytest

from posthouse.production.schema import document_schema
from posthouse.production.templates import template_names, template_text
from posthouse.production.tree_builder import read_tree


@pytest.fixture(scope="module")
def checker() -> jsonschema.Draft202012Validator:
    """Return a validator of the document."""
    schema = document_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_a_document_with_every_part_fits(checker: jsonschema.Draft202012Validator, harbour: str) -> None:
    assert [error.message for error in checker.iter_errors(read_tree(harbour).value)] == []


@pytest.mark.parametrize("name", template_names())
def test_every_template_fits(checker: jsonschema.Draft202012Validator, name: str) -> None:
    assert [error.message for error in checker.iter_errors(read_tree(template_text(name, "Film")).value)] == []


@pytest.mark.parametrize(
    ("good", "wrong"),
    [
        ("fit: fill", "fit: full"),
        ("speed: 50%", "spede: 50%"),
        ("title: Harbour", "title: [a]"),
        ("posthouse: 1", "posthouse: 2"),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(
    checker: jsonschema.Draft202012Validator, harbour: str, good: str, wrong: str
) -> None:
    assert not checker.is_valid(read_tree(harbour.replace(good, wrong, 1)).value)


def test_shots_transitions_and_titles_are_described() -> None:
    parts = document_schema()["$defs"]
    for name in ("Shot", "Over", "TitleSpec", "FileMediaSpec", "DissolveSpec", "RainSpec"):
        assert parts[name]["description"]
    assert (
        "earliest" in parts["Shot"]["properties"]["in"]["description"] or parts["Shot"]["properties"]["in"]["examples"]
    )
    assert "null" not in str(parts["Shot"]["properties"])
