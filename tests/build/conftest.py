"""A toy craft: jobs that write down what they are made from, and count how often they ran."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from typing import TYPE_CHECKING

import pytest
from blake3 import blake3

from posthouse.build import Engine, Job, JobContext, JobKind, LocalExecutor, Registry, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A job's parameters: what to write, and into how many different results it can come out."""

    text: str
    outcomes: int = 0


class Bench:
    """A production folder, the toy kinds, and a record of what ran."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.version = "1"
        self.environment = {"toolbox": "1"}
        self.ran: list[str] = []
        self._lock = threading.Lock()

    def write(self, params: Note, inputs: tuple[Path, ...], out: Path, _: JobContext) -> None:
        with self._lock:
            self.ran.append(params.text)
        if params.text.startswith("fail"):
            raise ValueError(params.text)
        made = blake3(params.text.encode() + b"".join(path.read_bytes() for path in inputs)).digest()
        number = int.from_bytes(made, "big") % params.outcomes if params.outcomes else made.hex()
        out.write_text(f"{number}\n")

    def job(self, text: str, *inputs: Job, label: str = "", outcomes: int = 0, **rest: object) -> Job:
        params = Note(text=text, outcomes=outcomes)
        return Job(kind="toy.write", params=params, inputs=inputs, label=label or text, **rest)  # type: ignore[arg-type] # order, affinity

    def registry(self) -> Registry:
        return Registry([JobKind(name="toy.write", version=self.version, function=self.write, suffix=".txt")])

    @contextlib.contextmanager
    def engine(self, core_count: int = 2) -> Iterator[Engine]:
        with Engine(
            self.root / ".posthouse",
            registry=self.registry(),
            environment=self.environment,
            executor=LocalExecutor(core_count),
        ) as engine:
            yield engine

    def build(self, *jobs: Job, core_count: int = 2) -> dict[str, str]:
        """Build jobs; return their results by label, and leave in ``ran`` what ran."""
        self.ran.clear()
        with self.engine(core_count) as engine:
            report = engine.build([Target(job=job) for job in jobs])
            return {job.label: report.path(job).read_text() for job in jobs}

    def entries(self) -> list[Path]:
        return sorted(path for path in (self.root / ".posthouse" / "store").rglob("*") if path.is_file())

    def strays(self) -> list[Path]:
        return [path for name in ("tmp", "locks") for path in (self.root / ".posthouse" / name).iterdir()]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "film")


@pytest.fixture(scope="session")
def new_bench(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Bench]:
    """Return a maker of productions, for tests that need many."""
    return lambda: Bench(tmp_path_factory.mktemp("film"))
