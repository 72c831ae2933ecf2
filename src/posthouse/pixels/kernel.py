"""Compiled kernels: built once by Halide, kept on disk as object files, loaded and called without holding the GIL.

A kernel is named by its structure, the CPU target and the Halide version. Halide needs one to three seconds to
compile one, and holds the GIL while it does; an object file loads in some 30 ms. The target is fixed per CPU family
(AVX2 on x86-64) and not the host's own, so that every machine renders the same bytes (law 1).
"""

from __future__ import annotations

import ctypes
import functools
import hashlib
import platform
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from posthouse.errors import InternalError
from posthouse.pixels.kernel_file import CompiledKernel, keep_compiled, read_compiled
from posthouse.settings import kernel_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    import halide as hl

Array = NDArray[Any]
_SCALARS: dict[str, Any] = {"float32": ctypes.c_float, "int32": ctypes.c_int32}
_HALIDE_TYPE = {"i": 0, "u": 1, "f": 2}
_FEATURES = "no_asserts-no_bounds_query-no_runtime"
_RUNTIME = "runtime"


@dataclass(frozen=True, slots=True, kw_only=True)
class KernelSource:
    """One kernel before compiling: its outputs, and its arguments in call order."""

    pipeline: hl.Pipeline
    arguments: tuple[hl.Param | hl.ImageParam, ...]
    strided: frozenset[str] = frozenset()
    """Names of the planes whose columns may lie apart in memory, or backwards."""

    def signature(self) -> tuple[str, ...]:
        """Return the kinds of what the kernel is called with, outputs last: see ``_kind``."""
        kinds = [self._declared(argument) for argument in self.arguments]
        outputs = ((kind, output.dimensions()) for output in self.pipeline.outputs() for kind in output.types())
        return (*kinds, *(f"{kind}x{dimensions}" for kind, dimensions in outputs))

    def _declared(self, argument: hl.Param | hl.ImageParam) -> str:
        kind = str(argument.type())
        dimensions = getattr(argument, "dimensions", None)  # of planes and tables only
        if dimensions is None:
            return kind
        return f"{kind}x{dimensions()}{'s' if argument.name() in self.strided else ''}"


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


def _kind(argument: Array | float) -> str:
    """Return the kind of an argument: ``float32``, ``int32``, or an array's, as ``uint8x2``; ``s``: lies apart."""
    if isinstance(argument, np.ndarray):
        lies_apart = argument.size > 1 and argument.strides[-1] != argument.itemsize
        return f"{argument.dtype.name}x{argument.ndim}{'s' if lies_apart else ''}"
    return "int32" if isinstance(argument, int) else "float32"


class Kernel:
    """One compiled kernel. Calling it releases the GIL; it may be called from many threads at once."""

    def __init__(self, address: int, signature: tuple[str, ...], code_owner: object) -> None:
        self._signature, self._code_owner = signature, code_owner  # the code lives as long as its engine
        kinds: tuple[Any, ...] = tuple(_SCALARS.get(kind, ctypes.c_void_p) for kind in signature)
        self._function = ctypes.CFUNCTYPE(ctypes.c_int, *kinds)(address)

    def __call__(self, *arguments: Array | float) -> None:
        """Run the kernel: arrays as buffers (outputs last), floats and ints as parameters, in the kernel's order.

        Raises:
            InternalError: these are not the arguments it was compiled for.
        """
        self._check(arguments)
        kept: list[_Buffer] = []
        passed: list[Any] = []
        for argument in arguments:
            if isinstance(argument, np.ndarray):
                kept.append(_buffer_of(argument))
                passed.append(ctypes.addressof(kept[-1]))
            else:
                passed.append(argument)
        status = self._function(*passed)
        if status != 0:
            raise InternalError(f"a pixel kernel refused its buffers (Halide error {status})")

    def _check(self, arguments: tuple[Array | float, ...]) -> None:
        given = tuple(map(_kind, arguments))
        if given == self._signature:
            return
        if len(given) != len(self._signature):
            raise InternalError(f"a pixel kernel takes {len(self._signature)} arguments and was given {len(given)}")
        for index, (got, wanted) in enumerate(zip(given, self._signature, strict=True)):
            if got not in {wanted, wanted.removesuffix("s")}:
                raise InternalError(f"argument {index} of a pixel kernel must be {wanted} and is {got}")


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
        found = self._kernels.get(name)
        if found is not None:
            return found
        with self._lock:
            if name not in self._kernels:
                compiled = _kept(object_path(name), lambda: _compiled(name, build))
                address = self._load(compiled.code, _symbol(name))
                self._kernels[name] = Kernel(address, compiled.signature, self._engine)
            return self._kernels[name]

    def _load(self, code: bytes, symbol: str) -> int:
        import llvmlite.binding as llvm  # slow to import, needed only when a picture is made

        if self._engine is None:
            llvm.initialize_native_target()
            llvm.initialize_native_asmprinter()
            machine = llvm.Target.from_default_triple().create_target_machine(jit=True)
            self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
            runtime = _kept(object_path(_RUNTIME), _compile_runtime)
            self._engine.add_object_file(llvm.object_file.ObjectFileRef.from_data(runtime.code))
        self._engine.add_object_file(llvm.object_file.ObjectFileRef.from_data(code))
        self._engine.finalize_object()
        return int(self._engine.get_function_address(symbol))


SHELF = KernelShelf()


def _symbol(name: str) -> str:
    return f"posthouse_{hashlib.blake2b(name.encode(), digest_size=12).hexdigest()}"


def object_path(name: str) -> Path:
    """Return where the object file of a kernel is kept: keyed by name, target, Halide's version and our own code."""
    from importlib.metadata import version

    identity = "\n".join((name, kernel_target(), version("halide"), _code_digest()))
    return kernel_folder() / f"{hashlib.blake2b(identity.encode(), digest_size=20).hexdigest()}.kernel"


@functools.cache
def _code_digest() -> str:
    """Return the digest of the code that writes kernels: an object file of other code must never be called."""
    code = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return hashlib.blake2b(code, digest_size=16).hexdigest()


def compile_kernel(name: str, source: KernelSource) -> CompiledKernel:
    """Compile a kernel."""
    import halide as hl

    def write(path: str) -> None:
        outputs = {hl.OutputFileType.object: path}
        source.pipeline.compile_to(outputs, list(source.arguments), _symbol(name), hl.Target(kernel_target()))

    return CompiledKernel(signature=source.signature(), code=_written(write))


def _compiled(name: str, build: Callable[[], KernelSource]) -> CompiledKernel:
    """Compile a kernel; once more, built anew, if Halide gave two of its own variables one name.

    Its names end in counts that threads share. Seen once, under load ("Repeated name: t16"); the next time it compiled.
    """
    import halide as hl

    try:
        return compile_kernel(name, build())
    except hl.HalideError as error:
        if "Repeated name" not in str(error):
            raise
        return compile_kernel(name, build())


def _compile_runtime() -> CompiledKernel:
    """Compile Halide's runtime, which all kernels share."""
    import halide as hl

    target = hl.Target(kernel_target().replace("-no_runtime", ""))
    return CompiledKernel(signature=(), code=_written(lambda path: hl.compile_standalone_runtime(path, target)))


def _written(write: Callable[[str], object]) -> bytes:
    """Return what is written into a file that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="posthouse-kernel-") as folder:
        path = Path(folder) / "kernel.o"
        write(str(path))
        return path.read_bytes()


def _kept(path: Path, compile_now: Callable[[], CompiledKernel]) -> CompiledKernel:
    """Return a kernel from its file, or compiled now and kept there."""
    compiled = read_compiled(path)
    if compiled is None:
        compiled = compile_now()
        keep_compiled(path, compiled)
    return compiled
