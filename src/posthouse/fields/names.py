"""Names of media, shots, looks, cues."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

_NAME = re.compile(r"\w[\w.-]*")
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
LONGEST_NAME = 100


def parsed_name(written: object) -> str:
    """Return a name as it was written; letters, digits, ``_``, ``-`` and ``.``, not starting with - or a dot.

    Raises:
        ValueError: not text, empty, too long, or with other characters.
    """
    if not isinstance(written, str):
        raise ValueError(f'{written!r} is not a name; if it is meant as one, put it in quotes: "{written}"')
    if not _NAME.fullmatch(written):
        fixed = _NOT_IN_A_NAME.sub("_", written.strip()).strip("_-.")
        example = fixed or "opening"
        raise ValueError(f"{written!r} is not a name; use letters, digits, _ - and . only, as {example}")
    if len(written) > LONGEST_NAME:
        raise ValueError(f"a name of {len(written)} characters is too long; use at most {LONGEST_NAME}")
    return written


Name = Annotated[
    str,
    PlainValidator(parsed_name),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$",
            "maxLength": LONGEST_NAME,
            "description": "A name: letters, digits, _ - and .",
            "examples": ["opening"],
        }
    ),
]
"""A name of a media, shot, look, cue ...: letters, digits, ``_ - .``."""
