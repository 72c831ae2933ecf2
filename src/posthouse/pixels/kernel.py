"""Compiled kernels: built once by Halide, kept on disk as object files, loaded and called without holding the GIL.

A kernel is named by its structure, the CPU target and the Halide version. Halide needs one to three seconds to
compile one, and holds the GIL while it does; an object file loads in some 30 ms. The target is fixed per CPU family
(AVX2 on x86-64) and not the host's own, so that every machine renders the same bytes (law 1).
"""

from __future__ import annotations

import ctypes
import functools
import hashlib
import os
import platform
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from posthouse.errors import InternalError
from posthouse.settings import kernel_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    import halide as hl

Array = NDArray[Any]
_HALIDE_TYPE = {"i": 0, "u": 1, "f": 2}
_FORMAT_VERSION = "1"
_FEATURES = "no_asserts-no_bounds_query-no_runtime"
_RUNTIME = "runtime"


@dataclass(frozen=True, slots=True, kw_only=True)
class KernelSource:
    """One kernel before compiling: its outputs, its arguments in call order, and what it is called."""

    pipeline: hl.Pipeline
    arguments: tuple[hl.Param | hl.ImageParam, ...]


class _Dimension(ctypes.Structure):
    _fields_ = (
        ("min", ctypes.c_int32),
        ("extent", ctypes.c_int32),
        ("stride", ctypes.c_int32),
        ("flags", ctypes.c_uint32),
    )


class _Buffer(ctypes.Structure):
    """``halide_buffer_t`` of HalideRuntime.h."""

    _fields_ = (
        ("device", ctypes.c_uint64),
        ("device_interface", ctypes.c_void_p),
        ("host", ctypes.c_void_p),
        ("flags", ctypes.c_uint64),
        ("type_code", ctypes.c_uint8),
        ("type_bits", ctypes.c_uint8),
        ("type_lanes", ctypes.c_uint16),
        ("dimensions", ctypes.c_int32),
        ("dim", ctypes.POINTER(_Dimension)),
        ("padding", ctypes.c_void_p),
    )


def _buffer_of(array: Array) -> _Buffer:
    """Return a Halide view of a numpy array: numpy's last axis is Halide's first."""
    count, item = array.ndim, array.itemsize
    dims = (_Dimension * count)()
    for axis in range(count):
        dims[axis].extent = array.shape[count - 1 - axis]
        dims[axis].stride = array.strides[count - 1 - axis] // item
    view = _Buffer(host=array.ctypes.data, dimensions=count, type_bits=8 * item, type_lanes=1)
    view.type_code = _HALIDE_TYPE[array.dtype.kind]
    view.dim = ctypes.cast(dims, ctypes.POINTER(_Dimension))
    return view


class Kernel:
    """One compiled kernel. Calling it releases the GIL; it may be called from many threads at once."""

    def __init__(self, address: int) -> None:
        self._address = address
        self._function: Any = None

    def __call__(self, *arguments: Array | float) -> None:
        """Run the kernel: arrays as buffers (outputs last), floats and ints as parameters, in the kernel's order."""
        kept: list[_Buffer] = []
        passed: list[Any] = []
        for argument in arguments:
            if isinstance(argument, np.ndarray):
                kept.append(_buffer_of(argument))
                passed.append(ctypes.byref(kept[-1]))
            else:
                assert isinstance(argument, float | int), f"{type(argument)} is not an argument of a kernel"
                passed.append(ctypes.c_float(argument) if isinstance(argument, float) else ctypes.c_int32(argument))
        if self._function is None:
            kinds = [type(p) if not hasattr(p, "_obj") else ctypes.c_void_p for p in passed]
            self._function = ctypes.CFUNCTYPE(ctypes.c_int, *kinds)(self._address)
        status = self._function(*passed)
        if status != 0:
            raise InternalError(f"a pixel kernel refused its buffers (Halide error {status})")


def kernel_target() -> str:
    """Return the Halide target of this CPU family: one per family, so that bytes do not depend on the machine."""
    system = {"Linux": "linux", "Darwin": "osx", "Windows": "windows"}[platform.system()]
    if platform.machine().lower() in {"x86_64", "amd64"}:
        return f"x86-64-{system}-sse41-avx-avx2-f16c-fma-{_FEATURES}"
    return f"arm-64-{system}-{_FEATURES}"


class KernelShelf:
    """The kernels of this process: each compiled or loaded once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kernels: dict[str, Kernel] = {}
        self._engine: Any = None

    def kernel(self, name: str, build: Callable[[], KernelSource]) -> Kernel:
        """Return the kernel of this name, from memory, from disk, or compiled now."""
        with self._lock:
            if name not in self._kernels:
                path = object_path(name)
                if not path.exists():
                    compile_kernel(name, build())
                self._kernels[name] = Kernel(self._load(path, _symbol(name)))
            return self._kernels[name]

    def _load(self, path: Path, symbol: str) -> int:
        import llvmlite.binding as llvm  # slow to import, needed only when a picture is made

        if self._engine is None:
            llvm.initialize_native_target()
            llvm.initialize_native_asmprinter()
            machine = llvm.Target.from_default_triple().create_target_machine(jit=True)
            self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
            self._engine.add_object_file(llvm.object_file.ObjectFileRef.from_path(str(_runtime_object())))
        self._engine.add_object_file(llvm.object_file.ObjectFileRef.from_path(str(path)))
        self._engine.finalize_object()
        return int(self._engine.get_function_address(symbol))


SHELF = KernelShelf()


def _symbol(name: str) -> str:
    return f"posthouse_{hashlib.blake2b(name.encode(), digest_size=12).hexdigest()}"


def object_path(name: str) -> Path:
    """Return where the object file of a kernel is kept: keyed by name, target, Halide's version and our own code."""
    from importlib.metadata import version

    identity = "\n".join((_FORMAT_VERSION, name, kernel_target(), version("halide"), _code_digest()))
    return kernel_folder() / f"{hashlib.blake2b(identity.encode(), digest_size=20).hexdigest()}.o"


@functools.cache
def _code_digest() -> str:
    """Return the digest of the code that writes kernels: an object file of other code must never be called."""
    code = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return hashlib.blake2b(code, digest_size=16).hexdigest()


def compile_kernel(name: str, source: KernelSource) -> None:
    """Compile a kernel into the kernel folder."""
    import halide as hl

    def write(path: Path) -> None:
        target = hl.Target(kernel_target())
        outputs = {hl.OutputFileType.object: str(path)}
        source.pipeline.compile_to(outputs, list(source.arguments), _symbol(name), target)

    _written_once(object_path(name), write)


def _runtime_object() -> Path:
    """Return the object file of Halide's runtime, which all kernels share."""
    import halide as hl

    def write(path: Path) -> None:
        hl.compile_standalone_runtime(str(path), hl.Target(kernel_target().replace("-no_runtime", "")))

    return _written_once(object_path(_RUNTIME), write)


def _written_once(path: Path, write: Callable[[Path], None]) -> Path:
    """Return the file, written beside its place and renamed if it was not there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}.o")
        write(unfinished)
        unfinished.replace(path)
    return path
