"""Values of the document, alike however they were spelled, and what differs between two, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from pydantic import TypeAdapter

if TYPE_CHECKING:
    from collections.abc import Iterator

Written: TypeAlias = "str | float | bool | list[Written] | dict[str, Written] | None"
_ANY: Final = TypeAdapter(object)
_LONGEST: Final = 60
_DB: Final = frozenset({"gain", "true_peak"})
_LUFS: Final = frozenset({"loudness"})


def normal(spec: object) -> Written:
    """Return a checked part of the document as plain values, the same for all spellings of them."""
    found: Written = _ANY.dump_python(spec, mode="json", by_alias=True)
    return found


def differences(before: Written, after: Written, field: str = "") -> Iterator[tuple[str, str]]:
    """Yield (field, words) of each difference: ``gain: -6 dB, was -12 dB``."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            yield from differences(before.get(key), after.get(key), f"{field}.{key}" if field else key)
        return
    name = field.replace(".", " ").replace("_", " ")
    if before is None:
        yield field, f"{name}: {spelled(after, field)}, new"
    elif after is None:
        yield field, f"{name}: gone, was {spelled(before, field)}"
    else:
        yield field, f"{name}: {spelled(after, field)}, was {spelled(before, field)}"


def spelled(value: Written, field: str = "") -> str:
    """Return a value as a person would write it, cut short where it is long."""
    text = _spelled(value, field.rpartition(".")[2])
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _spelled(value: Written, key: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        unit = " dB" if key in _DB else " LUFS" if key in _LUFS else ""
        return f"{value:g}{unit}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_spelled(each, name)}" for name, each in value.items() if each is not None)
    if isinstance(value, list):
        return "[" + ", ".join(_spelled(each, key) for each in value) + "]"
    return "none" if value is None else str(value)
