"""The shelf of kernels: shared by threads and processes, and never trusted blindly."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import halide as hl
import numpy as np
import pytest

from posthouse.errors import InternalError
from posthouse.pixels import kernel as kernels
from posthouse.pixels.kernel import KernelShelf, KernelSource, object_path
from posthouse.pixels.kernel_file import read_compiled
from posthouse.pixels.proof import prove_kernels

LONE_PROCESS = """
import sys; sys.path.insert(0, sys.argv[1])
from test_kernel import added
print(added(5))
"""


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of Halide's runtime, which takes seconds to compile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POSTHOUSE_CACHE", str(tmp_path_factory.mktemp("shelf")))
        assert added(0) == 0.25
        return object_path("runtime")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runtime: Path) -> Path:
    """Return a cache of its own for a test, with nothing but the runtime on the shelf."""
    monkeypatch.setenv("POSTHOUSE_CACHE", str(tmp_path))
    (tmp_path / "kernels").mkdir()
    shutil.copy(runtime, tmp_path / "kernels")
    return tmp_path


def adds(number: int) -> KernelSource:
    """Return a kernel that adds a constant of its own, and a parameter."""
    x, y = hl.Var("x"), hl.Var("y")
    given, more, made = hl.ImageParam(hl.Float(32), 2, "given"), hl.Param(hl.Float(32), "more"), hl.Func("made")
    made[x, y] = given[x, y] + hl.f32(number) + more
    return KernelSource(pipeline=hl.Pipeline([made]), arguments=(given, more))


def added(number: int, shelf: KernelShelf | None = None) -> float:
    """Return what the kernel of a number makes of 0.25."""
    given, made = np.full((4, 4), 0.25, np.float32), np.zeros((4, 4), np.float32)
    (shelf or KernelShelf()).kernel(f"adds {number}", lambda: adds(number))(given, 0.0, made)
    return float(made[3, 3])


def test_a_kernel_is_compiled_once_and_read_after_that(folder: Path) -> None:
    assert added(1) == 1.25
    shelf = KernelShelf()
    given, made = np.zeros((4, 4), np.float32), np.zeros((4, 4), np.float32)
    shelf.kernel("adds 1", lambda: pytest.fail("it lies on the shelf"))(given, 0.5, made)
    assert float(made[0, 0]) == 1.5


@pytest.mark.parametrize("damage", ["truncated", "one bit", "empty", "other"])
def test_a_damaged_file_is_made_anew(folder: Path, damage: str) -> None:
    assert added(2) == 2.25
    path = object_path("adds 2")
    whole = path.read_bytes()
    turned = whole[:700] + bytes([whole[700] ^ 1]) + whole[701:]
    path.write_bytes({"truncated": whole[:-9], "one bit": turned, "empty": b"", "other": b"\x7fELF\n\n\n"}[damage])
    assert read_compiled(path) is None
    assert added(2) == 2.25
    assert read_compiled(path) is not None


def test_a_damaged_runtime_is_made_anew(folder: Path) -> None:
    assert added(2) == 2.25
    object_path("runtime").write_bytes(b"nothing")
    assert added(2) == 2.25


def test_a_shelf_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("and no folder")
    monkeypatch.setenv("POSTHOUSE_CACHE", str(blocked))
    assert added(3) == 3.25


def test_one_engine_takes_twenty_kernels_one_after_another(folder: Path) -> None:
    shelf = KernelShelf()
    assert [added(n, shelf) for n in range(20)] == [n + 0.25 for n in range(20)]
    assert added(0, shelf) == 0.25


def test_many_threads_share_a_shelf(folder: Path) -> None:
    shelf = KernelShelf()
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda n: added(n % 6, shelf), range(60)))
    assert made == [n % 6 + 0.25 for n in range(60)]


def test_two_processes_may_compile_the_same_kernel_at_once(folder: Path) -> None:
    command = [sys.executable, "-c", LONE_PROCESS, str(Path(__file__).parent)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate(timeout=120)[0].strip() for process in both] == ["5.25", "5.25"]
    assert not [path for path in (folder / "kernels").iterdir() if path.suffix != ".kernel"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((np.zeros((4, 4), np.float32), np.zeros((4, 4), np.float32)), "takes 3 arguments and was given 2"),
        ((np.zeros((4, 4), np.float32), 1, np.zeros((4, 4), np.float32)), "argument 1 .* must be float32 and is int32"),
        ((np.zeros((4, 4), np.uint8), 1.0, np.zeros((4, 4), np.float32)), "must be float32x2 and is uint8x2"),
        ((np.zeros(16, np.float32), 1.0, np.zeros((4, 4), np.float32)), "must be float32x2 and is float32x1"),
        ((np.zeros((4, 8), np.float32)[:, ::2], 1.0, np.zeros((4, 4), np.float32)), "and is float32x2s"),
        ((0.5, 1.0, np.zeros((4, 4), np.float32)), "argument 0 .* must be float32x2 and is float32"),
    ],
)
def test_wrong_arguments_are_refused_and_not_run(folder: Path, arguments: tuple[object, ...], reason: str) -> None:
    kernel = KernelShelf().kernel("adds 4", lambda: adds(4))
    with pytest.raises(InternalError, match=reason):
        kernel(*arguments)  # type: ignore[arg-type]


def test_kernels_of_other_code_have_another_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = object_path("adds 1")
    monkeypatch.setattr(kernels, "_code_digest", lambda: "another version of this package")
    assert object_path("adds 1") != before


def test_this_machine_is_proven(folder: Path) -> None:
    assert prove_kernels() > 0
    assert [path.stem for path in (folder / "kernels").iterdir()] == [object_path("runtime").stem]
