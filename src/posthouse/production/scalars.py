"""Plain scalars by the YAML 1.2 core schema: ``yes`` is a word, ``010`` is ten, ``1:30`` is text.

YAML 1.1 would read them as true, eight and ninety, which is why no YAML 1.1 loader is used here.
Source: YAML 1.2.2, clause 10.3.2.
"""

from __future__ import annotations

import json
import re

Scalar = str | int | float | bool | None

_WORDS: dict[str, Scalar] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_DECIMAL = re.compile(r"[-+]?[0-9]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_SPECIAL = re.compile(r"([-+]?)\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_OTHER_BASE = re.compile(r"0o[0-7]{1,30}|0x[0-9a-fA-F]{1,30}")
_NUMBER_STARTS = frozenset("+-.0123456789")
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_MOST_DIGITS = 40  # more is no number anybody means; it stays text, and the field says so


def resolved_scalar(text: str) -> Scalar:
    """Return what an unquoted scalar means."""
    if not text or text[0] not in _NUMBER_STARTS:
        return _WORDS.get(text, text)
    if len(text) > _MOST_DIGITS:
        return text
    if _DECIMAL.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    if special := _SPECIAL.fullmatch(text):
        return float("nan" if special[3] else special[1] + "inf")
    return text


def quoted_text(text: str) -> str:
    """Return a text in double quotes, on one line; what YAML holds for line breaks or refuses is escaped."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
