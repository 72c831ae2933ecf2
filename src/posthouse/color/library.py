"""The looks that come with posthouse, usable by name."""

from __future__ import annotations

import functools
from importlib import resources
from typing import TYPE_CHECKING

from posthouse.color.spec import GradeSpec

if TYPE_CHECKING:
    from collections.abc import Mapping


@functools.cache
def builtin_looks() -> Mapping[str, GradeSpec]:
    """Return the built-in looks by name; they are written in ``looks/library.yaml``, as a production would."""
    import yaml  # slow to import, and only needed when a look is named

    text = resources.files("posthouse.color").joinpath("looks/library.yaml").read_text("utf-8")
    written = yaml.safe_load(text)
    return {name: GradeSpec.model_validate(look) for name, look in written.items()}
