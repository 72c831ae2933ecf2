"""What pydantic found, said to the author: a cause and the nearest fix."""

from __future__ import annotations

import difflib
import json
import re
from typing import TYPE_CHECKING, NamedTuple

from posthouse.editorial.spec import TRANSITIONS
from posthouse.fields import field_meanings
from posthouse.production.locate import field_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from posthouse.production.locate import Location
    from posthouse.production.tree import Plain

_LONGEST_SHOWN = 60
_MOST_LISTED = 12


class Sentence(NamedTuple):
    """One plain sentence, and what to do."""

    cause: str
    hint: str = ""


def said(error: ErrorDetails, where: Location) -> Sentence:
    """Return one pydantic error as a sentence."""
    kind = error["type"]
    if kind == "value_error":
        cause, _, hint = str(error["ctx"]["error"]).partition("; ")
        return Sentence(cause.replace("None is not", "nothing is given, which is not", 1), hint)
    if kind == "extra_forbidden":
        return _unknown_field(where)
    if kind == "missing":
        return _missing(error, where)
    value = shown(error["input"])
    if error["input"] is None:
        return Sentence("nothing is given here", "write a value, or take the line out")
    if kind in {"literal_error", "enum"}:
        return _not_one_of(value, error)
    if kind == "tuple_type" and where.path == ("cut",):
        return Sentence(f"{value} is not a list of shots", "write the shots here; cut lists in files are not read yet")
    if kind in _EXPECTED:
        cause, hint = _EXPECTED[kind]
        return Sentence(f"{value} is not {cause}", hint)
    return _of_range(value, kind, error.get("ctx", {}), where) or Sentence(f"{value}: {error['msg']}")


def shown(value: object) -> str:
    """Return a value as its author wrote it, cut to a readable length."""
    text = value if isinstance(value, str) and value else _as_json(value)
    text = " ".join(text.split()) or '""'
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def nearest(word: object, names: Iterable[str]) -> str:
    """Return the hint that names the nearest of the valid names, or lists them where none is near."""
    known = list(dict.fromkeys(names))
    if meant := nearest_name(word, known):
        return f"did you mean {meant}?"
    if not known:
        return "there is none"
    more = f" and {len(known) - _MOST_LISTED} more" if len(known) > _MOST_LISTED else ""
    return f"there {'is' if len(known) == 1 else 'are'} {', '.join(known[:_MOST_LISTED])}{more}"


def names_possible_at(where: Location) -> tuple[str, ...]:
    """Return the names of the fields that may stand where an unknown one stands."""
    known = field_names(where.model) if where.model else ()
    lists = {"cut": 3, "sequences": 4}
    is_item_of_cut = bool(where.path) and lists.get(str(where.path[0])) == len(where.path)
    return (*known, *TRANSITIONS, "gap") if is_item_of_cut else known


def nearest_name(word: object, names: Iterable[str]) -> str | None:
    """Return the valid name a word was probably meant as, or None."""
    lower = {name.lower(): name for name in names}
    close = difflib.get_close_matches(str(word).lower(), lower, n=1, cutoff=0.6)
    return lower[close[0]] if close else None


def _as_json(value: object) -> str:
    if isinstance(value, float):
        return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}.get(str(value), str(value))
    return json.dumps(value, ensure_ascii=False, default=str).replace('"', "")


def _unknown_field(where: Location) -> Sentence:
    name = str(where.path[-1]) if where.path else ""
    known = names_possible_at(where)
    before, colon, _ = name.partition(":")
    if colon and before in known:
        return Sentence(f"{name} has no space after its colon", f"write {before}: and a space")
    return Sentence(f"there is no field {shown(name)} here", nearest(name, known))


def _missing(error: ErrorDetails, where: Location) -> Sentence:
    name = error["loc"][-1]
    if isinstance(name, int):
        return Sentence(f"the list {shown(error['input'])} is too short", f"entry {name + 1} is missing")
    meaning = _meaning(where.model, name) if where.model else ""
    return Sentence(f"{name} is missing", f"{name}: {meaning[0].lower()}{meaning[1:].rstrip('.')}" if meaning else "")


def _meaning(model: type[BaseModel], name: str) -> str:
    """Return the first line of what a field's docstring says."""
    meanings = field_meanings(model)
    key = next((key for key, info in model.model_fields.items() if name in {info.alias, key}), "")
    return meanings.get(key, "").split("\n")[0].strip()


def _not_one_of(value: str, error: ErrorDetails) -> Sentence:
    expected = error["ctx"]["expected"]
    if expected == "False":
        return Sentence(f"{value} is not allowed here", "write false for none, or a mapping of settings")
    names = re.findall(r"'([^']*)'", expected) or re.split(r", | or ", expected)
    return Sentence(f"{value} is none of the allowed values", nearest(value, names))


_MAPPING = ("a mapping", "write {name: value, ...}, or the names indented below")
_LIST = ("a list", "write [first, second], or one line each with a dash")
_NUMBER = ("a number", "write it as 0.5")
_INTEGER = ("a whole number", "write it as 12")
_TEXT = ("text", "put it in quotes")
_TRUTH = ("true or false", "write true or false")
_EXPECTED: Mapping[str, tuple[str, str]] = {
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": ("a finite number", "write it as 0.5"),
    "int_type": _INTEGER,
    "int_parsing": _INTEGER,
    "int_parsing_size": _INTEGER,
    "int_from_float": _INTEGER,
    "string_type": _TEXT,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
}
_BOUNDS = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
    "multiple_of": ("a multiple of", "multiple_of"),
}


def _of_range(value: str, kind: str, facts: Mapping[str, Plain], where: Location) -> Sentence | None:
    if kind in _BOUNDS:
        words, key = _BOUNDS[kind]
        return Sentence(f"{value} is out of range", f"it must be {words} {_as_json(facts[key])}")
    if kind in {"too_short", "too_long"}:
        words, key = ("at least", "min_length") if kind == "too_short" else ("at most", "max_length")
        return Sentence(f"the list has {facts['actual_length']} entries", f"it needs {words} {facts[key]}")
    if kind == "string_too_short":
        return Sentence("the text is empty", "write something between the quotes")
    if kind == "string_too_long":
        return Sentence("the text is too long", f"use at most {facts['max_length']} characters")
    if kind == "string_pattern_mismatch":
        info = where.field()
        examples = [str(example) for example in (info.examples or [])] if info else []
        return Sentence(
            f"{value} is not written as it must be", f"as {examples[0]}" if examples else f"{facts['pattern']}"
        )
    return None
