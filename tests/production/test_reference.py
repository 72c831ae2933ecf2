"""The reference page is the schema's own words."""

from __future__ import annotations

from pathlib import Path

from posthouse.production.reference import document_reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "document.md"


def test_the_page_in_docs_is_current() -> None:
    """Where this fails: write ``document_reference()`` to the page and read the diff."""
    assert PAGE.read_text("utf-8") == document_reference()


def test_every_link_leads_to_a_heading() -> None:
    text = document_reference()
    headings = {line[3:].lower().replace(" ", "-") for line in text.splitlines() if line.startswith("## ")}
    links = {part.split(")")[0] for part in text.split("](#")[1:]}
    assert links <= headings
    assert {"shot", "rain", "wipe"} <= headings


def test_no_heading_stands_twice() -> None:
    headings = [line for line in document_reference().splitlines() if line.startswith("## ")]
    assert len(headings) == len(set(headings))
