"""A document as text, laid out the way a person writes one: short things on one line, lists an entry a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.production.splice import spelled_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posthouse.production.splice import Value
    from posthouse.studio.exchange.incoming.desk import Line


def spelled_list(name: str, lines: Sequence[Line], indent: str = "") -> list[str]:
    """Return a list under its name; nothing where it is empty."""
    if not lines:
        return []
    entries = [f"{indent}  - {spelled_value(line.value)}{_behind(line.comment)}" for line in lines]
    return [f"{indent}{spelled_value(name)}:", *entries]


def spelled_map(
    name: str, entries: Mapping[str, Value], comments: Mapping[str, str] | None = None, indent: str = ""
) -> list[str]:
    """Return a mapping under its name, an entry a line; nothing where it is empty."""
    if not entries:
        return []
    said = comments or {}
    rows = [
        f"{indent}  {spelled_value(key)}: {spelled_value(value)}{_behind(said.get(key, ''))}"
        for key, value in entries.items()
    ]
    return [f"{indent}{spelled_value(name)}:", *rows]


def _behind(comment: str) -> str:
    plain = " ".join(comment.split())
    plain = "".join(sign for sign in plain if sign.isprintable())
    return f"  # {plain}" if plain else ""
