"""The reference of the document in Markdown, written from its schema so that the two cannot differ."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from posthouse.production.schema import document_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.production.schema import Schema

_HEAD = """# The production document

This page is made from the schema, by `posthouse.production.reference`; do not edit it.

A production is a folder with a `production.yaml` beside its footage. The file is YAML 1.2: `yes` and `on` are words,
`1:30` is text, `010` is ten. Every field has one meaning and unknown fields are refused. `posthouse check` reports all
problems at once, each with its line. Top-level keys that begin with `x-` are your own; posthouse does not read them.

| Written as | Means |
|---|---|
| `12f`, `12` | frames |
| `2.5s`, `500ms`, `1m30s` | seconds, exact |
| `00:00:04:10`, `01:00:00;02` | timecode (SMPTE ST 12-1), non-drop and drop-frame |
| `90+00` | 35 mm feet and frames, 16 frames a foot |
| `opening@00:00:05:00` | anchor: a source time of a shot; follows the footage |
| `opening+12f`, `opening-6f`, `opening` | anchor: from a shot's first frame; follows the cut |
| `00:01:00:00`, `90s` | as an anchor: programme time; follows nothing |
| `-6 dB`, `-inf dB` | gain |
| `50%`, `-100%`, `24/25` | percentage or ratio, exact |
| `"#101018"`, `white`, `[0.1, 0.1, 0.12]` | color as displayed; quotes are needed, `#` begins a comment |
"""
_MOST_CHOICES = 24


def document_reference() -> str:
    """Return the reference of every part and field of the document."""
    written = document_schema()
    schema = _with_choices(written, written["$defs"])
    parts = ["## Document", schema["description"], _table(schema)]
    for name in _reached(schema, schema["$defs"]):
        part = schema["$defs"][name]
        if "properties" in part:
            parts += [f"## {_heading(name)}", part.get("description", ""), _table(part)]
    return "\n\n".join([_HEAD.rstrip(), *(part for part in parts if part)]) + "\n"


def _with_choices(part: Any, parts: dict[str, Schema]) -> Any:
    """Return a schema with every reference to a list of choices replaced by the choices themselves."""
    if isinstance(part, list):
        return [_with_choices(item, parts) for item in part]
    if not isinstance(part, dict):
        return part
    name = str(part.get("$ref", "")).removeprefix("#/$defs/")
    if "enum" in parts.get(name, {}):
        around = {key: item for key, item in part.items() if key != "$ref"}
        return {**parts[name], **around}
    return {key: _with_choices(item, parts) for key, item in part.items()}


def _reached(part: object, parts: dict[str, Schema]) -> list[str]:
    """Return the names of all definitions a part leads to, nearest the root first, each once."""
    found: list[str] = []
    for name in _references(part):
        if name not in found:
            found.append(name)
    position = 0
    while position < len(found):
        found += [name for name in dict.fromkeys(_references(parts[found[position]])) if name not in found]
        position += 1
    return found


def _references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for key, item in part.items():
            if key == "$ref":
                yield str(item).removeprefix("#/$defs/")
            elif key not in {"$defs", "default"}:
                yield from _references(item)
    elif isinstance(part, list):
        for item in part:
            yield from _references(item)


def _table(part: Schema) -> str:
    required = set(part.get("required", ()))
    rows = ["| Field | Value | Default | Meaning |", "|---|---|---|---|"]
    for name, field in part["properties"].items():
        default = "**required**" if name in required else _default(field)
        rows.append(f"| `{name}` | {_kind(field)} | {default} | {_meaning(field)} |")
    return "\n".join(rows)


def _default(field: Schema) -> str:
    default = field.get("default")
    return "" if default in (None, [], {}) or isinstance(default, dict) else f"`{_spelled(default)}`"


def _spelled(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _meaning(field: Schema) -> str:
    words = field.get("description", "")
    examples = field.get("examples")
    shown = f" E.g. {', '.join(f'`{_spelled(example)}`' for example in examples[:3])}." if examples else ""
    return f"{words}{shown}".replace("|", "\\|").replace("\n", " ").strip()


def _kind(field: Schema) -> str:
    """Return what a field's value may be, in a few words."""
    if "$ref" in field:
        name = field["$ref"].removeprefix("#/$defs/")
        return f"[{_heading(name)}](#{_heading(name).lower().replace(' ', '-')})"
    if "const" in field or "enum" in field:
        choices = field.get("enum", [field.get("const")])
        shown = ", ".join(f"`{_spelled(choice)}`" for choice in choices[:_MOST_CHOICES])
        return shown if len(choices) <= _MOST_CHOICES else f"{shown} ..."
    for key in ("anyOf", "oneOf"):
        if key in field:
            return " or ".join(dict.fromkeys(_kind(choice) for choice in field[key]))
    return _container(field) or _scalar(field)


def _container(field: Schema) -> str:
    if field.get("type") == "array":
        if "prefixItems" in field:
            return f"[{', '.join(_kind(item) for item in field['prefixItems'])}]"
        return f"list of {_kind(field['items'])}" if "items" in field else "list"
    if field.get("type") == "object":
        inner = [*field.get("patternProperties", {}).values(), field.get("additionalProperties")]
        values = [item for item in inner if isinstance(item, dict)]
        return f"name: {_kind(values[0])}" if values else "mapping"
    return ""


def _scalar(field: Schema) -> str:
    kinds = field.get("type", "any")
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    named = [words.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    low, high = field.get("minimum", field.get("exclusiveMinimum")), field.get("maximum", field.get("exclusiveMaximum"))
    bounds = f" {low:g} to {high:g}" if low is not None and high is not None else ""
    return " or ".join(named) + bounds


def _heading(name: str) -> str:
    """Return a definition's name as words: ``ShotSpec`` is ``Shot``, ``LowerThirdSpec`` is ``Lower third``."""
    bare = name.removesuffix("Spec")
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in bare).strip()
    return words[:1].upper() + words[1:]
