"""Names of media, shots, looks, cues."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

_NAME = re.compile(r"\w[\w.-]*")
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
LONGEST_NAME = 100
SCHEMA_PATTERN = r"^[^\s!-/:-@\[-^`{-~][^\s!-,/:-@\[-^`{-~]*$"  # as _NAME, where \w may know no letters but ours


def parsed_name(written: object) -> str:
    """Return a name as it was written; letters, digits, ``_``, ``-`` and ``.``, not starting with - or a dot.

    Raises:
        ValueError: not text, empty, too long, or with other characters.
    """
    if not isinstance(written, str):
        raise ValueError(f'{written!r} is not a name; if it is meant as one, put it in quotes: "{written}"')
    if not _NAME.fullmatch(written):
        fixed = spelled_name(written.strip()).strip("_-.")
        example = fixed or "opening"
        raise ValueError(f"{written!r} is not a name; use letters, digits, _ - and . only, as {example}")
    if len(written) > LONGEST_NAME:
        raise ValueError(f"a name of {len(written)} characters is too long; use at most {LONGEST_NAME}")
    return written


def spelled_name(text: str) -> str:
    """Return a text with ``_`` for all that no name may hold; files of any disk may be called so, too."""
    return _NOT_IN_A_NAME.sub("_", text)


def is_name(text: str) -> bool:
    """Return whether a text is a name as it stands."""
    return _NAME.fullmatch(text) is not None and len(text) <= LONGEST_NAME


Name = Annotated[
    str,
    PlainValidator(parsed_name),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": SCHEMA_PATTERN,
            "maxLength": LONGEST_NAME,
            "description": "A name: letters, digits, _ - and .",
            "examples": ["opening"],
        }
    ),
]
"""A name of a media, shot, look, cue ...: letters, digits, ``_ - .``."""
