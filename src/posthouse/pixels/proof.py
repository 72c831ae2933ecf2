"""Proof that this machine can compile a kernel and run it: one small kernel, made anew each time."""

from __future__ import annotations

import os
import time

import numpy as np

from posthouse.errors import MediaError
from posthouse.pixels.kernel import KernelShelf, KernelSource, object_path

_SIDE = 64


def prove_kernels() -> float:
    """Compile a kernel that adds one, run it, check what it made, and return the seconds that took.

    Raises:
        MediaError: Halide cannot compile here, or what it compiled is wrong.
    """
    name = f"proof {os.getpid()} {time.monotonic_ns()}"
    began_seconds = time.perf_counter()
    try:
        pixels = np.arange(_SIDE * _SIDE, dtype=np.float32).reshape(_SIDE, _SIDE)
        made = np.zeros_like(pixels)
        shelf = KernelShelf()  # a kernel lives as long as its shelf
        shelf.kernel(name, _adds_one)(pixels, made)
    except (OSError, RuntimeError, ImportError) as error:
        raise MediaError(
            f"pixel kernels cannot be compiled here: {error}", hint="is the cache folder writable?"
        ) from error
    finally:
        object_path(name).unlink(missing_ok=True)
    if not np.array_equal(made, pixels + 1):
        raise MediaError(
            "a pixel kernel computes wrong numbers on this machine", hint="is it an AVX2 or ARM64 machine?"
        )
    return time.perf_counter() - began_seconds


def _adds_one() -> KernelSource:
    import halide as hl  # slow to import, needed only here

    x, y = hl.Var("x"), hl.Var("y")
    given = hl.ImageParam(hl.Float(32), 2)
    made = hl.Func("made")
    made[x, y] = given[x, y] + hl.f32(1.0)
    made.vectorize(x, 8)
    return KernelSource(pipeline=hl.Pipeline(made), arguments=(given,))
