"""Reading a production: all that is wrong with it, at once, or the checked document."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pydantic import ValidationError

from posthouse.editorial.spec import TRANSITIONS
from posthouse.errors import DocumentProblems, Place, ProductionError
from posthouse.production.document import VERSION, Document
from posthouse.production.ids import ids_by_path, with_ids
from posthouse.production.locate import located
from posthouse.production.paths import spelled_path
from posthouse.production.production import Production
from posthouse.production.references import Finding, findings
from posthouse.production.sentences import names_possible_at, nearest_name, said, shown
from posthouse.production.text import production_file, read_text
from posthouse.production.times import time_findings
from posthouse.production.tree_builder import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path as FilePath

    from pydantic_core import ErrorDetails

    from posthouse.production.locate import Location
    from posthouse.production.tree import Path, Plain, Tree

_IGNORED = "x-"


def read_production(path: FilePath | str) -> Production:
    """Return the checked production at a path: a YAML file, or a folder with ``production.yaml``.

    Raises:
        ProductionError: there is no such file, or it cannot be read.
        DocumentProblems: everything that is wrong with the document, in the order of its lines.
    """
    file = production_file(path)
    return production_from_text(read_text(file), file)


def production_from_text(text: str, file: FilePath) -> Production:
    """Return the checked production of a text that stands, or shall stand, in a file.

    Raises:
        DocumentProblems: everything that is wrong with the document, in the order of its lines.
    """
    with _no_collection():
        return _read(text, file)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector away: it would walk half a million new objects many times, and all of them stay."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read(text: str, file: FilePath) -> Production:
    tree = read_tree(text)
    report = _Report(tree, file)
    for problem in tree.problems:
        report.add_at(problem.line, problem.column, problem.cause, problem.hint, problem.path)
    if tree.is_broken or not report.is_mapping():
        report.finish()
    document = _checked_document(tree.value, report)
    for finding in (*findings(tree.value), *time_findings(tree.value)):
        report.add(finding)
    report.finish()
    assert document is not None, "a document without problems was read"
    ids = report.ids
    return Production(document=with_ids(document, ids), file=file, folder=file.parent, ids=ids, tree=tree)


def _checked_document(value: Plain, report: _Report) -> Document | None:
    assert isinstance(value, dict)
    try:
        return Document.model_validate(_without_empty_parts(value), by_alias=True, by_name=False)
    except ValidationError as errors:
        found = [(error, located(Document, error["loc"], value)) for error in errors.errors(include_url=False)]
        meant = {(*where.path[:-1], _meant_name(where)) for error, where in found if error["type"] == "extra_forbidden"}
        for error, where in found:
            is_misspelt = error["type"] == "missing" and where.path in meant
            if where.is_possible and not is_misspelt and not _is_counted_without_the_wrong(error):
                _add_error(error, where, report)
    return None


def _is_counted_without_the_wrong(error: ErrorDetails) -> bool:
    """Return whether a list is too short only for its wrong entries, each of which has an error of its own."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def _meant_name(where: Location) -> str:
    """Return the field a misspelt one was meant as; ``from`` where no field but another item of the cut was meant."""
    meant = nearest_name(where.path[-1], names_possible_at(where)) or ""
    return "from" if meant in {*TRANSITIONS, "gap"} else meant


def _add_error(error: ErrorDetails, where: Location, report: _Report) -> None:
    is_key = where.is_key or error["type"] == "extra_forbidden"
    if error["loc"] == ("posthouse",):
        written = report.tree.value.get("posthouse") if isinstance(report.tree.value, dict) else None
        report.add(_version_finding(written))
    else:
        cause, hint = said(error, where)
        report.add(Finding(where.path, cause, hint), is_key=is_key)


def _without_empty_parts(value: dict[str, Plain]) -> dict[str, Plain]:
    """Return the document without parts that have nothing under them, and without the author's own ``x-`` keys."""
    return {key: part for key, part in value.items() if part is not None and not key.startswith(_IGNORED)}


def _version_finding(written: Plain) -> Finding:
    if written is None:
        return Finding((), "the version of the document is missing", f"let its first line be posthouse: {VERSION}")
    if isinstance(written, int) and not isinstance(written, bool) and written > VERSION:
        cause = f"the document is of version {written}, this posthouse reads version {VERSION}"
        return Finding(("posthouse",), cause, "install a newer posthouse")
    return Finding(("posthouse",), f"{shown(written)} is no version of the document", f"write posthouse: {VERSION}")


class _Report:
    """The problems found so far, with their places."""

    def __init__(self, tree: Tree, file: FilePath) -> None:
        self.tree, self.file = tree, str(file)
        self.ids = ids_by_path(tree.value)
        self._problems: dict[tuple[int, int, str], ProductionError] = {}

    def is_mapping(self) -> bool:
        """Return whether the document is a mapping with something in it; report it where not."""
        value = self.tree.value
        if not isinstance(value, dict) and not self.tree.is_broken:
            cause = "the document is empty" if value is None else "the document is no mapping"
            hint = f"begin with posthouse: {VERSION} and title: ..., or make one with: posthouse new NAME"
            self.add_at(0, 0, cause, hint, ())
        return isinstance(value, dict)

    def add(self, finding: Finding, *, is_key: bool = False) -> None:
        """Add a finding where its value, or its key, stands."""
        spot, depth = self.tree.nearest_spot(finding.path)
        mark = None
        if spot is not None:
            mark = spot.key if spot.key and (is_key or depth < len(finding.path)) else spot.start
        line, column = (mark.line, mark.column) if mark else (0, 0)
        self.add_at(line, column, finding.cause, self._hint(finding), finding.path)

    def add_at(self, line: int, column: int, cause: str, hint: str, path: Path) -> None:
        """Add a problem at a line and column, counted from 0; the same problem is told once."""
        place = Place(file=self.file, line=line + 1, column=column + 1, field=spelled_path(path, self.ids))
        self._problems.setdefault((line, column, cause), ProductionError(cause, hint=hint, place=place))

    def finish(self) -> None:
        """Raise all problems, if there are any."""
        DocumentProblems.raise_if_any(list(self._problems.values()))

    def _hint(self, finding: Finding) -> str:
        if finding.see is None:
            return finding.hint
        spot, _ = self.tree.nearest_spot(finding.see)
        return f"{finding.hint}; the other is in line {spot.start.line + 1}" if spot else finding.hint
