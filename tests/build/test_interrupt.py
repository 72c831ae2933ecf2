"""Ctrl-C at the worst of times."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from posthouse.build import Engine, LocalExecutor, Target
from posthouse.build.executor import Outcome
from posthouse.build.interrupt import Interrupts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from posthouse.build import JobContext
    from posthouse.build.executor import Message, Task
    from tests.build.conftest import Bench


class Interrupting:
    """An executor in whose hands Ctrl-C is pressed as often as said, each time it has taken an outcome."""

    def __init__(self, presses: int) -> None:
        self._inner, self._presses = LocalExecutor(2), presses
        self.core_count = self._inner.core_count
        self.submit, self.stop, self.cancel = self._inner.submit, self._inner.stop, self._inner.cancel
        self.was_patient = True

    def open(self, perform: Callable[[Task, JobContext], Outcome], context: JobContext) -> None:
        self._inner.open(perform, context)

    def next_message(self, timeout_seconds: float) -> Message | None:
        message = self._inner.next_message(timeout_seconds)
        if isinstance(message, Outcome):
            for _ in range(self._presses):
                signal.raise_signal(signal.SIGINT)
        return message

    def close(self, *, is_patient: bool = True) -> None:
        self.was_patient = is_patient
        self._inner.close()


@pytest.fixture(autouse=True)
def _python_hears_ctrl_c() -> None:
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def build(bench: Bench, root: Path, executor: LocalExecutor | Interrupting) -> None:
    chain = bench.job("a")
    for name in "bcdef":
        chain = bench.job(name, chain)
    registry, environment = bench.registry(), bench.environment
    with Engine(root / ".posthouse", registry=registry, environment=environment, executor=executor) as engine:
        engine.build([Target(job=chain)])


def test_an_outcome_taken_as_ctrl_c_comes_is_kept(bench: Bench, tmp_path: Path) -> None:
    executor = Interrupting(presses=1)
    with pytest.raises(KeyboardInterrupt):
        build(bench, tmp_path, executor)
    assert "c" not in bench.ran
    assert executor.was_patient
    build(bench, tmp_path, LocalExecutor(2))
    assert sorted(bench.ran) == list("abcdef")


def test_a_second_ctrl_c_is_not_held_back(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        build(bench, tmp_path, Interrupting(presses=2))


def test_another_handler_is_left_alone() -> None:
    pressed = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    try:
        with Interrupts() as interrupts:
            signal.raise_signal(signal.SIGINT)
            interrupts.check()
    finally:
        signal.signal(signal.SIGINT, before)
    assert pressed == [signal.SIGINT]


def test_an_interrupt_that_nothing_asked_about_is_raised_at_the_end() -> None:
    with pytest.raises(KeyboardInterrupt), Interrupts():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
