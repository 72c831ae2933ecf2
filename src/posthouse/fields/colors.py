"""Colors as fields: ``"#rrggbb"``, a name, or ``[r, g, b]``; display-coded, never linear light."""

from __future__ import annotations

import difflib
import re
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

Rgba = tuple[float, float, float, float]
"""Red, green, blue (display-coded) and alpha, each 0..1, not premultiplied."""

# CSS Color Module Level 4, 6.1, the sixteen basic colors, and orange and transparent.
NAMED_COLORS = {
    "black": "#000000",
    "silver": "#c0c0c0",
    "gray": "#808080",
    "grey": "#808080",
    "white": "#ffffff",
    "maroon": "#800000",
    "red": "#ff0000",
    "purple": "#800080",
    "fuchsia": "#ff00ff",
    "magenta": "#ff00ff",
    "green": "#008000",
    "lime": "#00ff00",
    "olive": "#808000",
    "yellow": "#ffff00",
    "navy": "#000080",
    "blue": "#0000ff",
    "teal": "#008080",
    "aqua": "#00ffff",
    "cyan": "#00ffff",
    "orange": "#ffa500",
    "transparent": "#00000000",
}
_HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_ALLOWED = 'write "#rrggbb" in quotes, "#rrggbbaa", a name as white, or [r, g, b] from 0 to 1'


def parsed_color(written: object) -> Rgba:
    """Return red, green, blue and alpha from 0 to 1.

    Raises:
        ValueError: not a color, an unknown name, or numbers beyond 0..1.
    """
    if isinstance(written, str):
        return _parsed_text(written)
    if isinstance(written, list | tuple):
        return _parsed_numbers(written)
    if written is None:
        raise ValueError(f"no color is given; in YAML # starts a comment, so {_ALLOWED}")
    raise ValueError(f"{written!r} is not a color; {_ALLOWED}")


def _parsed_text(written: str) -> Rgba:
    text = written.strip().lower()
    text = NAMED_COLORS.get(text, text)
    if _HEX.fullmatch(text):
        digits = text[1:] if len(text) > 5 else "".join(2 * digit for digit in text[1:])
        red, green, blue, alpha = bytes.fromhex(digits.ljust(8, "f"))
        return red / 255, green / 255, blue / 255, alpha / 255
    nearest = difflib.get_close_matches(text, NAMED_COLORS, n=1)
    meant = f"; did you mean {nearest[0]}?" if nearest else f"; {_ALLOWED}"
    raise ValueError(f"{written!r} is not a color{meant}")


def _parsed_numbers(written: list[object] | tuple[object, ...]) -> Rgba:
    numbers = [float(part) for part in written if isinstance(part, int | float) and not isinstance(part, bool)]
    if len(numbers) != len(written) or len(numbers) not in {3, 4}:
        raise ValueError(f"{list(written)} is not a color; {_ALLOWED}")
    if not all(0 <= number <= 1 for number in numbers):
        raise ValueError(f"{list(written)} goes beyond 0 to 1; divide 8-bit values by 255, or {_ALLOWED}")
    red, green, blue, alpha = (*numbers, 1.0)[:4]
    return red, green, blue, alpha


def spelled_color(color: Rgba) -> str | list[float]:
    """Return a color as ``#rrggbb[aa]`` where that is exact, else as its numbers."""
    if any(round(part * 255) / 255 != part for part in color):
        return list(color)
    text = "#" + "".join(f"{round(part * 255):02x}" for part in color)
    return text[:7] if color[3] == 1 else text


ColorField = Annotated[
    Rgba,
    PlainValidator(parsed_color),
    PlainSerializer(spelled_color),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": "^#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$"},
                {"enum": list(NAMED_COLORS)},
                {
                    "type": "array",
                    "items": {"type": "number", "minimum": 0, "maximum": 1},
                    "minItems": 3,
                    "maxItems": 4,
                },
            ],
            "description": 'A color as it is displayed: "#rrggbb" (in quotes), "#rrggbbaa", a name, or [r, g, b].',
            "examples": ["#101018", "white", [0.1, 0.1, 0.12]],
        }
    ),
]
"""A color as RGBA, 0..1, display-coded."""
