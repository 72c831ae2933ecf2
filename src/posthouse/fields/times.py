"""Lengths and rates as fields."""

from __future__ import annotations

from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from posthouse.timing import Length, Rate

LengthField = Annotated[
    Length,
    PlainValidator(Length.parse),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "minimum": 0,
            "description": "A length or position: frames (12f or 12), seconds (2.5s, 500ms, 1m30s), timecode "
            "(00:00:04:10; drop-frame 01:00:00;02) or 35 mm feet+frames (90+00).",
            "examples": ["12f", "2.5s", "500ms", "00:00:04:10"],
        }
    ),
]
"""A length or position of time: ``12f``, ``2.5s``, ``00:00:04:10``, ``90+00``."""

RateField = Annotated[
    Rate,
    PlainValidator(Rate.parse),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": ["number", "string"],
            "exclusiveMinimum": 0,
            "description": "Frames per second, exact: 24, 25, 23.976, 29.97, 59.94 or a fraction as 30000/1001.",
            "examples": [24, 25, 23.976, 29.97, "30000/1001"],
        }
    ),
]
"""A frame rate: ``24``, ``23.976``, ``30000/1001``."""
