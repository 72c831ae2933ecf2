"""An .otio file as OTIO's objects, or one clear error.

OTIO 0.18.1 refuses a schema that is newer than its own (``Marker.3``, whose color is a color and no longer a name), so
the versions it knows are written into the JSON before it reads it; what a newer version added is left out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from posthouse.errors import MediaError

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 512 * 1024 * 1024
_DEEPEST = 120
_SCHEMA = "OTIO_SCHEMA"


def load(path: Path) -> Any:
    """Return the root object of a file.

    Raises:
        MediaError: it cannot be read, is no JSON, or no OTIO.
    """
    import opentimelineio as otio  # slow to import: only where a file is read

    text = _text(path)
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        cause = f"{path.name} is no OTIO: it is not whole JSON{line}"
        raise MediaError(cause, hint="was it cut short? write it again") from error
    if not isinstance(document, dict) or _SCHEMA not in document:
        raise MediaError(f"{path.name} is JSON, but no OTIO", hint=f"an .otio file begins with {_SCHEMA}")
    known = otio.core.type_version_map()
    try:
        return otio.core.deserialize_json_from_string(json.dumps(_lowered(document, known, 0)))
    except Exception as error:
        raise MediaError(f"{path.name} is not read by OpenTimelineIO: {error}", hint="write it again") from error


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise MediaError(f"{path.name} is larger than any cut", hint="an .otio file holds no media: is it one?")
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise MediaError(f"{path} cannot be read: {error.strerror}", hint="check the path") from error
    except UnicodeDecodeError as error:
        raise MediaError(f"{path.name} is no OTIO: it is not text", hint="OTIO is JSON; .otioz is a zip") from error


def _lowered(value: Any, known: dict[str, int], depth: int) -> Any:
    """Return JSON with every schema at a version the library knows."""
    if depth > _DEEPEST:
        raise MediaError("the OTIO is nested too deep", hint=f"more than {_DEEPEST} levels are no cut")
    if isinstance(value, list):
        return [_lowered(item, known, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    lowered = {key: _lowered(item, known, depth + 1) for key, item in value.items()}
    name, _, version = str(lowered.get(_SCHEMA, "")).partition(".")
    if name not in known or not version.isdecimal() or int(version) <= known[name]:
        return lowered
    lowered[_SCHEMA] = f"{name}.{known[name]}"
    color = value.get("color")
    if name == "Marker" and isinstance(color, dict):
        lowered["color"] = str(color.get("name") or "")
    return lowered
