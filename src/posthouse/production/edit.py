"""Changing one value of a production file; every other byte, comments and layout included, stays.

Approach: the reader knows where each value begins and ends, so a change is a splice of the text. The new text is read
and checked before it is written; then it replaces the file whole, by a rename, or not at all.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, TypeAlias

from posthouse.errors import ProductionError
from posthouse.production.ids import ids_by_path
from posthouse.production.paths import parsed_path
from posthouse.production.reader import production_from_text
from posthouse.production.scalars import quoted_text, resolved_scalar
from posthouse.production.text import production_file, read_text
from posthouse.production.tree_builder import read_tree

if TYPE_CHECKING:
    from posthouse.production.production import Production
    from posthouse.production.tree import Path, Plain, Spot, Tree

Value: TypeAlias = "str | float | bool | Sequence[Value] | Mapping[str, Value] | None"
_PLAIN_TEXT = re.compile(r"[\w./#+][\w ./#+%;()'=@~*!?-]*(?::[\w./+%;-]+)*")
_NEGATIVE_LEVEL = re.compile(r"-[\d.]+ ?[A-Za-z%]+")
_NEEDS_QUOTES = re.compile(r"\s#|:\s|:$|\s$|^[#!*%@&]")


def set_field(file: FilePath | str, path: str, value: Value) -> Production:
    """Set one value of a production file, as ``set_field("harbour", "cut.opening.in", "00:00:05:00")``.

    ``path`` leads there by keys, ids and list positions; a last key that is not there yet is added. A value that is
    text is written as it stands: ``"12f"`` is ``12f``.

    Raises:
        ProductionError: the path leads nowhere.
        DocumentProblems: the document would no longer be valid; nothing is written.
    """
    found = production_file(FilePath(file))
    text = read_text(found)
    tree = _sound_tree(text, found)
    steps = parsed_path(path, tree.value, ids_by_path(tree.value))
    spot, depth = tree.nearest_spot(steps)
    assert spot is not None, "a document that was read has a root"
    if depth == len(steps):
        changed = _replaced(text, spot, value)
    elif depth == len(steps) - 1 and isinstance(spot.parts, dict):
        changed = _added(text, spot, str(steps[-1]), value)
    else:
        raise ProductionError(f"{path} leads nowhere", hint=f"{steps[depth]} is not there to hold it")
    return _written(found, text, changed, with_value(tree.value, steps, value))


def remove_field(file: FilePath | str, path: str) -> Production:
    """Remove one field, or one entry of a list, of a production file, with its line where it stands alone.

    Raises:
        ProductionError: the path leads nowhere.
        DocumentProblems: the document would no longer be valid; nothing is written.
    """
    found = production_file(FilePath(file))
    text = read_text(found)
    tree = _sound_tree(text, found)
    steps = parsed_path(path, tree.value, ids_by_path(tree.value))
    spot, depth = tree.nearest_spot(steps)
    around, _ = tree.nearest_spot(steps[:-1])
    if depth != len(steps) or spot is None or around is None or not steps:
        raise ProductionError(f"{path} leads nowhere", hint="name a field that is written there")
    return _written(found, text, _removed(text, around, steps[-1]), without_value(tree.value, steps))


def with_value(document: Plain, steps: Path, value: Value) -> Plain:
    """Return a plain document with one value changed or added."""
    if not steps:
        return _plain(value)
    step, rest = steps[0], steps[1:]
    if isinstance(document, list) and isinstance(step, int):
        return [with_value(item, rest, value) if index == step else item for index, item in enumerate(document)]
    inner = document if isinstance(document, dict) else {}
    return {**inner, str(step): with_value(inner.get(str(step)), rest, value)}


def without_value(document: Plain, steps: Path) -> Plain:
    """Return a plain document without one value."""
    step, rest = steps[0], steps[1:]
    pairs = list(
        enumerate(document) if isinstance(document, list) else document.items() if isinstance(document, dict) else ()
    )
    kept = [(key, without_value(item, rest) if key == step else item) for key, item in pairs if rest or key != step]
    return [item for _, item in kept] if isinstance(document, list) else {str(key): item for key, item in kept}


def spelled_value(value: Value) -> str:
    """Return a value as YAML on one line; text without quotes where it can stand so."""
    match value:
        case None:
            return "null"
        case bool() | int() | float():
            return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}.get(str(value), json.dumps(value))
        case str():
            return value if _stands_bare(value) else quoted_text(value)
        case Mapping():
            return "{" + ", ".join(f"{spelled_value(key)}: {spelled_value(item)}" for key, item in value.items()) + "}"
        case _:
            return "[" + ", ".join(spelled_value(item) for item in value) + "]"


def _stands_bare(text: str) -> bool:
    """Return whether a text is read as itself without quotes, in a block and between braces."""
    if _NEEDS_QUOTES.search(text) or not isinstance(resolved_scalar(text), str):
        return False
    return _PLAIN_TEXT.fullmatch(text) is not None or _NEGATIVE_LEVEL.fullmatch(text) is not None


def _sound_tree(text: str, file: FilePath) -> Tree:
    tree = read_tree(text)
    if tree.problems:
        production_from_text(text, file)  # raises what is wrong, with its place
    return tree


def _replaced(text: str, spot: Spot, value: Value) -> str:
    start, end = spot.start.index, _end_of(spot)
    gap = " " if start and text[start - 1] not in " [{(\n" else ""  # `key:` with nothing after it
    return text[:start] + gap + spelled_value(value) + text[end:]


def _end_of(spot: Spot) -> int:
    """Return where a value ends; libyaml lets a block of lines end only where the next thing begins."""
    parts = list(spot.parts.values()) if isinstance(spot.parts, dict) else spot.parts
    return max(_end_of(part) for part in parts) if parts and not spot.is_flow else spot.end.index


def _added(text: str, mapping: Spot, key: str, value: Value) -> str:
    assert isinstance(mapping.parts, dict)
    entry = f"{spelled_value(key)}: {spelled_value(value)}"
    if mapping.is_flow:
        at = max((_end_of(part) for part in mapping.parts.values()), default=mapping.start.index + 1)
        return text[:at] + (", " if mapping.parts else "") + entry + text[at:]
    last = _end_of(mapping)
    line_end = (
        last - 1 if text[last - 1 : last] == "\n" else text.find("\n", last)
    )  # a block of text ends with its line
    at = len(text) if line_end < 0 else line_end
    return text[:at] + "\n" + " " * mapping.start.column + entry + text[at:]


def _removed(text: str, around: Spot, step: str | int) -> str:
    names: list[str | int] = (
        list(around.parts) if isinstance(around.parts, dict) else list(range(len(around.parts or ())))
    )
    spots = [spot for name in names if (spot := around.at(name)) is not None]
    index = names.index(step)
    if around.is_flow:
        starts = [(spot.key or spot.start).index for spot in spots]
        start = starts[index] if index == 0 else _end_of(spots[index - 1])
        end = starts[1] if index == 0 and len(spots) > 1 else _end_of(spots[index])
        return text[:start] + text[end:]
    spot = spots[index]
    start = text.rfind("\n", 0, (spot.key or spot.start).index) + 1
    line_end = text.find("\n", _end_of(spot))
    return text[:start] + ("" if line_end < 0 else text[line_end + 1 :])


def _written(file: FilePath, before: str, text: str, expected: Plain) -> Production:
    """Check a changed text, write it whole, and return what it says."""
    production = production_from_text(text, file)
    if production.tree.value != expected:
        cause = "this value cannot be changed alone: it is shared by a YAML alias, or begins a line with others"
        raise ProductionError(cause, hint="change it by hand; nothing was written")
    if text != before:
        _replace_file(file, text)
    return production


def _replace_file(file: FilePath, text: str) -> None:
    """Write a file's new text beside it, make it safe on disk, and rename it over the old one."""
    target = file.resolve()
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as opened:
                opened.write(text)
                opened.flush()
                os.fsync(opened.fileno())
            FilePath(name).chmod(target.stat().st_mode & 0o777)
            FilePath(name).replace(target)
        except BaseException:
            FilePath(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ProductionError(f"{file} cannot be written: {error.strerror}", hint="nothing was changed") from error


def _plain(value: Value) -> Plain:
    match value:
        case str():
            return value
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case Sequence():
            return [_plain(item) for item in value]
        case _:
            return value
