"""OTIO's metadata as plain values, and our own words in it, under ``posthouse``."""

from __future__ import annotations

import json
from typing import Any

from posthouse.interchange.timeline import OURS


def as_plain(value: Any) -> Any:
    """Return what OTIO keeps in its own dictionaries and vectors as Python's."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if hasattr(value, "to_json_string"):
        return json.loads(value.to_json_string())
    if hasattr(value, "items"):
        return {str(key): as_plain(item) for key, item in value.items()}
    return [as_plain(item) for item in value]


def own_words(metadata: Any) -> dict[str, Any]:
    """Return what posthouse wrote into metadata; nothing where it wrote nothing."""
    found = as_plain(metadata.get(OURS)) if OURS in metadata else {}
    return found if isinstance(found, dict) else {}


def facts_of(metadata: Any, words: dict[str, Any]) -> dict[str, object]:
    """Return the facts our own words keep, and what others say in the metadata."""
    others = {key: item for key, item in as_plain(metadata).items() if key != OURS}
    kept = words.get("facts")
    return (kept if isinstance(kept, dict) else {}) | ({"otio": others} if others else {})


def with_words(words: dict[str, Any], facts: Any) -> dict[str, Any]:
    """Return metadata of our own words, and of what another system said when it was read."""
    others = facts.get("otio") if isinstance(facts.get("otio"), dict) else {}
    kept = {key: item for key, item in facts.items() if key != "otio"}
    ours = words | ({"facts": kept} if kept else {})
    return {**others, **({OURS: ours} if ours else {})}
