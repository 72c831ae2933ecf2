"""Compiled kernels on disk: the object code, what arguments it takes, and a digest of both.

A file is whole or it is not used: two processes may write the same one at once, a machine may die while it is
written, and the folder may not be writable at all. Then the kernel is compiled again, and kept in memory.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC = b"posthouse kernel 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledKernel:
    """Object code, and the kinds of the arguments it is called with, in order."""

    signature: tuple[str, ...]
    code: bytes


def read_compiled(path: Path) -> CompiledKernel | None:
    """Return what a file holds, or None where there is none or it is damaged."""
    try:
        magic, digest, rest = path.read_bytes().split(b"\n", 2)
        signature, code = rest.split(b"\n", 1)
    except (OSError, ValueError):
        return None
    if magic != _MAGIC or digest.decode("latin-1") != _digest(rest):
        return None
    return CompiledKernel(signature=tuple(signature.decode("ascii").split()), code=code)


def keep_compiled(path: Path, compiled: CompiledKernel) -> None:
    """Write the file beside its place and rename it; where nothing can be written, nothing is kept."""
    rest = " ".join(compiled.signature).encode("ascii") + b"\n" + compiled.code
    unfinished = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(b"\n".join((_MAGIC, _digest(rest).encode("ascii"), rest)))
        unfinished.replace(path)


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=20).hexdigest()
