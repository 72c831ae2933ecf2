"""Running one task against the store: once across all processes, all or nothing."""

from __future__ import annotations

import dataclasses
import shutil
import time
from typing import TYPE_CHECKING, final

from posthouse.build.context import Cancelled, JobContext
from posthouse.build.executor import Outcome, Result, Task
from posthouse.build.folder import LostResult, ResultFolder
from posthouse.build.lease import hold_lock
from posthouse.errors import InternalError

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.build.registry import Registry


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """Where and by what tasks are run. Pickles, if its registry does.

    Attributes:
        folder: where results are kept.
        scratch: this build's own folder for what is being written, on the same file system.
        registry: the functions.
    """

    folder: ResultFolder
    scratch: Path
    registry: Registry

    def perform(self, task: Task, context: JobContext) -> Outcome:
        """Run a task, or wait for the process that runs it already and take its result. Never raises."""
        began_seconds = time.perf_counter()
        try:
            with hold_lock(self.folder.root / "locks" / task.key, give_up=context.cancelled) as is_held:
                outcome = self._perform_alone(task, context) if is_held else _cancelled(task)
        except BaseException as error:  # noqa: BLE001 - the one border around every craft's function
            outcome = Outcome(number=task.number, seconds=0.0, failure=_failure(error))
        return dataclasses.replace(outcome, seconds=time.perf_counter() - began_seconds)

    def _perform_alone(self, task: Task, context: JobContext) -> Outcome:
        found = self._found(task.key)
        if found is not None:
            return Outcome(number=task.number, seconds=0.0, result=found, was_hit=True)
        paths, lost = self._read(task.inputs)
        if lost:
            return Outcome(number=task.number, seconds=0.0, lost_inputs=lost)
        kind = self.registry.kind(task.kind)
        out = self.scratch / f"{task.number}{kind.suffix}"
        try:
            kind.function(task.params, paths, out, context)
            result = self.folder.keep(out, task.key, kind.suffix)
        except Cancelled:
            return _cancelled(task)
        finally:
            _remove(out)
        return Outcome(number=task.number, seconds=0.0, result=result)

    def _found(self, key: str) -> Result | None:
        found = self.folder.find([key]).get(key)
        if found is None:
            return None
        try:
            self.folder.read(found)
        except LostResult:
            return None
        return found

    def _read(self, inputs: tuple[Result, ...]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
        paths, lost = [], []
        for result in inputs:
            try:
                paths.append(self.folder.read(result))
            except LostResult:
                lost.append(result.key)
        return tuple(paths), tuple(lost)


def _failure(error: BaseException) -> Exception:
    """Return what a function raised as a failure; a panic of Rust, or an exit, would end the worker without a word."""
    if isinstance(error, Exception):
        return error
    failure = InternalError(f"{type(error).__name__}: {error}")
    failure.__cause__ = error
    return failure


def _cancelled(task: Task) -> Outcome:
    return Outcome(number=task.number, seconds=0.0, was_cancelled=True)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
