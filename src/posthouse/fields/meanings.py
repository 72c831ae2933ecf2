"""The words written under a spec's fields, read when somebody asks: pydantic would read every source at each start."""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel


@functools.cache  # source text does not change while we run
def field_meanings(model: type[BaseModel]) -> dict[str, str]:
    """Return what the docstring under each field of a spec says, by the field's Python name."""
    meanings: dict[str, str] = {}
    for part in reversed(model.__mro__):
        if part.__module__.startswith("posthouse.") and "[" not in part.__name__:
            meanings |= _written_under_fields(part)
    return meanings


def _written_under_fields(model: type) -> dict[str, str]:
    try:
        source = ast.parse(textwrap.dedent(inspect.getsource(model)))
    except OSError:  # no source beside the code, as in a frozen program
        return {}
    body = source.body[0].body if isinstance(source.body[0], ast.ClassDef) else []
    return {
        field.target.id: inspect.cleandoc(words.value.value)
        for field, words in itertools.pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(words, ast.Expr)
        and isinstance(words.value, ast.Constant)
        and isinstance(words.value.value, str)
    }
