"""Tables of texts: CSV, TSV and Markdown, by the names of their columns as people write them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "clip": ("clip", "clip name", "name", "source", "file", "file name", "filename", "source file", "media", "reel"),
    "scene": ("scene", "sc", "scn", "scene number", "slate"),
    "take": ("take", "tk", "take number"),
    "camera": ("camera", "cam", "angle"),
    "in": ("in", "tc in", "in tc", "mark in", "source in", "in point", "start", "start tc", "timecode in"),
    "out": ("out", "tc out", "out tc", "mark out", "source out", "out point", "end", "end tc", "timecode out"),
    "for": ("for", "duration", "dur", "length"),
    "note": ("note", "notes", "comment", "comments", "description", "remark", "remarks"),
    "circled": ("circled", "circle", "circle take", "print", "printed", "best", "select", "selected", "good"),
}
_KNOWN = {spelled: column for column, names in _COLUMNS.items() for spelled in names}
_RULE = re.compile(r"\s*\|?[\s:|-]*-[\s:|-]*\|?\s*")
_CELL = re.compile(r"(?<!\\)\|")
_LEAST_NAMES = 2
"""So many columns must have a name that is known, or the first row is no header."""
_NO = {"", "0", "no", "n", "false", "-", "ng", "n.g.", "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table: its fields by column, and the line it begins at, from 1."""

    line: int
    fields: Mapping[str, str]

    def text(self, column: str) -> str:
        """Return a field; empty where there is none."""
        return self.fields.get(column, "")

    @property
    def is_circled(self) -> bool:
        """Return whether the take is marked as one to print."""
        return says_yes(self.text("circled"))


def says_yes(field: str) -> bool:
    """Return whether what stands in a column of circled takes means one: a cross, a star, yes, print."""
    return field.strip().lower() not in _NO


def column_named(name: str) -> str | None:
    """Return the column a header's cell means."""
    return _KNOWN.get(re.sub(r"[\s_./-]+", " ", name.strip().strip("*`").lower()).strip())


def table_rows(text: str) -> list[Row] | None:
    """Return the rows of a table with a header; None where the text is none, or its header says nothing that is known.

    What stands around a Markdown table is left out; of a second table the header is read again.
    """
    rows = list(_markdown(text) if _is_markdown(text) else _separated(text))
    columns: list[str | None] = []
    found: list[Row] = []
    for line, cells in rows:
        if names := _header(cells):
            columns = names
        elif columns and any(cells):
            fields = {column: cell for column, cell in zip(columns, cells, strict=False) if column is not None}
            found.append(Row(line=line, fields=fields))
    return found if columns else None


def _header(cells: Sequence[str]) -> list[str | None] | None:
    names = [column_named(cell) for cell in cells]
    return names if len({name for name in names if name}) >= _LEAST_NAMES else None


def _is_markdown(text: str) -> bool:
    return any(line.lstrip().startswith("|") for line in text.splitlines())


def _markdown(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("|") and not _RULE.fullmatch(line):
            cells = _CELL.split(line.strip().removeprefix("|").removesuffix("|"))
            yield number, [cell.strip().replace("\\|", "|") for cell in cells]


def _separated(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of CSV or TSV; the sign of the first line that has one separates all."""
    lines = text.splitlines(keepends=True)
    signs = (next((sign for sign in "\t;," if sign in line), "") for line in lines)
    sign = next((each for each in signs if each), "")
    if not sign:
        return
    reader = csv.reader(lines, delimiter=sign, skipinitialspace=True)
    before = 0
    try:
        for cells in reader:
            yield before + 1, [cell.strip() for cell in cells]
            before = reader.line_num
    except csv.Error:  # a field longer than any note: no table
        return
