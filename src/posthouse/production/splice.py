"""Changing the text of a document in place: values replaced, added, removed; every other byte stays."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from posthouse.production.scalars import quoted_text, resolved_scalar

if TYPE_CHECKING:
    from posthouse.production.tree import Path, Plain, Spot

Value: TypeAlias = "str | float | bool | Sequence[Value] | Mapping[str, Value] | None"
_PLAIN_TEXT = re.compile(r"[\w./#+][\w ./#+%;()'=@~*!?-]*(?::[\w./+%;-]+)*")
_NEGATIVE_LEVEL = re.compile(r"-[\d.]+ ?[A-Za-z%]+")
_NEEDS_QUOTES = re.compile(r"\s#|:\s|:$|\s$|^[#!*%@&]")


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


def plain_value(value: Value) -> Plain:
    """Return a value as reading its spelling gives it."""
    match value:
        case str():
            return value
        case Mapping():
            return {str(key): plain_value(item) for key, item in value.items()}
        case Sequence():
            return [plain_value(item) for item in value]
        case _:
            return value


def with_value(document: Plain, steps: Path, value: Value) -> Plain:
    """Return a plain document with one value changed or added."""
    if not steps:
        return plain_value(value)
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


def replaced(text: str, spot: Spot, value: Value) -> str:
    """Return the text with a value replaced."""
    start, end = spot.start.index, end_of(spot)
    end -= text[end - 1 : end] == "\n"  # a block of text ends behind its last line
    gap = " " if start and text[start - 1] not in " [{(\n" else ""  # `key:` with nothing after it
    if spot.key and spot.key.line < spot.start.line and spot.start.column <= spot.key.column:
        gap = "  "  # only a list of lines may stand right under its key
    is_quoted = text[start : start + 1] == '"' and isinstance(value, str)  # the author's way, and JSON's
    return text[:start] + gap + (quoted_text(str(value)) if is_quoted else spelled_value(value)) + text[end:]


def end_of(spot: Spot) -> int:
    """Return where a value ends; libyaml lets a block of lines end only where the next thing begins."""
    parts = list(spot.parts.values()) if isinstance(spot.parts, dict) else spot.parts
    return max(end_of(part) for part in parts) if parts and not spot.is_flow else spot.end.index


def added(text: str, mapping: Spot, entry: str) -> str:
    """Return the text with an entry (``key: value``) added at the end of a mapping."""
    assert isinstance(mapping.parts, dict)
    if mapping.is_flow:
        at = max((end_of(part) for part in mapping.parts.values()), default=mapping.start.index + 1)
        return text[:at] + (", " if mapping.parts else "") + entry + text[at:]
    at = line_end(text, end_of(mapping))
    return text[:at] + "\n" + " " * mapping.start.column + entry + text[at:]


def line_end(text: str, index: int) -> int:
    """Return where the line ends in which a value ends; a block of text ends with its line."""
    at = index - 1 if text[index - 1 : index] == "\n" else text.find("\n", index)
    return len(text) if at < 0 else at


def removed(text: str, around: Spot, step: str | int) -> str:
    """Return the text without one part of a mapping or list, with its line where it stands alone."""
    names: list[str | int] = (
        list(around.parts) if isinstance(around.parts, dict) else list(range(len(around.parts or ())))
    )
    spots = [spot for name in names if (spot := around.at(name)) is not None]
    index = names.index(step)
    if around.is_flow:
        return _removed_in_flow(text, spots, index)
    spot = spots[index]
    first = spot.key.index if spot.key else text.rindex("-", 0, spot.start.index)
    start = text.rfind("\n", 0, first) + 1
    if spot.key and index + 1 < len(spots) and text[start:first].strip():
        return _removed_behind_dash(text, start, spot, spots[index + 1])
    return text[:start] + text[line_end(text, end_of(spot)) + 1 :]


def _removed_behind_dash(text: str, start: int, spot: Spot, following: Spot) -> str:
    """Return the text with the first field of a list's entry gone and the next in its place; comments go above."""
    assert spot.key is not None, "fields have keys"
    assert following.key is not None, "as above"
    behind = (line.strip() for line in text[end_of(spot) : following.key.index].splitlines())
    indent = text[start : spot.key.index].partition("-")[0]
    comments = "".join(f"{indent}{line}\n" for line in behind if line.startswith("#"))
    return text[:start] + comments + text[start : spot.key.index] + text[following.key.index :]


def _removed_in_flow(text: str, spots: Sequence[Spot], index: int) -> str:
    """Return the text without one part between braces or brackets; comments beside it stay."""
    starts = [(spot.key or spot.start).index for spot in spots]
    start, end = starts[index], end_of(spots[index])
    before = end_of(spots[index - 1]) if index else start
    if "#" in text[before:start]:
        comma = re.compile(r"\s*,").match(text, end)
        return text[:start].rstrip(" ") + text[comma.end() if comma else end :]
    end = starts[1] if index == 0 and len(spots) > 1 else end
    return text[:before] + text[end:]


def _stands_bare(text: str) -> bool:
    """Return whether a text is read as itself without quotes, in a block and between braces."""
    if _NEEDS_QUOTES.search(text) or not isinstance(resolved_scalar(text), str):
        return False
    return _PLAIN_TEXT.fullmatch(text) is not None or _NEGATIVE_LEVEL.fullmatch(text) is not None
