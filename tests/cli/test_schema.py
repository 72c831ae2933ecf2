"""``posthouse schema``: a JSON Schema that takes what the reader takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_schema_is_one_json_document_of_its_dialect(posthouse: Callable[..., Any]) -> None:
    facts = posthouse("schema").facts
    assert facts["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "cut" in facts["properties"]
