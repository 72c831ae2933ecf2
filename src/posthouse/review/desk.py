"""The desk where chunks are rendered when somebody asks: what is waited for first, what comes next meanwhile.

Problem: a player asks for the chunk it shows next, and a seek makes all that was asked before worthless.
Approach: two threads, each with an engine of its own over the one store. The *front* renders what is waited for, the
newest wish first, on all cores. The *back* renders ahead of it on one core, at low priority. Either drops what it
does as soon as nobody will want it. Chunks rendered before, in this process or any other, cost a look into the store.
Traps: front and back may meet at one chunk; the store's lock lets one of them render, and the other takes its result.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, final

from posthouse.build import Target
from posthouse.errors import InternalError, PosthouseError
from posthouse.review.watch import Abandoned, Watch, be_nice
from posthouse.settings import count_cores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from posthouse.build import Engine, Job
    from posthouse.review.watch import Tell
    from posthouse.studio import Film

AHEAD_CHUNKS = 6
_LOOK_SECONDS = 0.1


@final
@dataclass(slots=True)
class _Want:
    chunk: int
    waiting: int = 0
    path: Path | None = None
    error: PosthouseError | None = None


@final
class Desk:
    """Renders the chunks of one preview.

    Args:
        film: whose store is used.
        jobs: the job of each chunk.
        alternatives: all jobs that make a chunk as well as its job, best first.
        tell: hears the label of what is rendered, and how far it is, 0..1.
    """

    def __init__(
        self,
        film: Film,
        jobs: Sequence[Job],
        *,
        tell: Tell,
        alternatives: Callable[[Job], tuple[Job, ...]] | None = None,
    ) -> None:
        self._jobs, self._tell = jobs, tell
        self._alternatives = alternatives or (lambda job: (job,))
        self._changed = threading.Condition()
        self._wants: list[_Want] = []
        self._done: dict[int, Path] = {}
        self._failed: set[int] = set()
        self._next = 0
        self._is_closed = False
        front, back = film.engine_beside(count_cores()), film.engine_beside(1)
        self._threads = [
            threading.Thread(target=self._serve, args=(front,), name="desk front", daemon=True),
            threading.Thread(target=self._look_ahead, args=(back,), name="desk back", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def chunk(self, number: int, *, is_gone: Callable[[], bool] = lambda: False) -> Path:
        """Return the packet file of a chunk, rendered now if need be.

        Raises:
            Abandoned: ``is_gone()`` came first, or the desk was closed.
            PosthouseError: it cannot be rendered.
        """
        with self._changed:
            self._next = number + 1
            want = self._wanted(number)
            want.waiting += 1
            self._changed.notify_all()
            try:
                self._wait(want, is_gone)
            finally:
                want.waiting -= 1
                if not want.waiting and want in self._wants:
                    self._wants.remove(want)
        if want.error is not None:
            raise want.error
        assert want.path is not None
        return want.path

    @property
    def is_waited_for(self) -> bool:
        """Whether anybody waits for a chunk."""
        with self._changed:
            return bool(self._wants)

    def close(self) -> None:
        """Drop everything, and wait until both threads have let go of the store."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _wanted(self, number: int) -> _Want:
        """Return the wish for a chunk, on top of all others; one that is fulfilled already needs no place there."""
        if number in self._done and self._done[number].exists():
            return _Want(number, path=self._done[number])
        want = next((each for each in self._wants if each.chunk == number), None) or _Want(number)
        self._wants = [*(each for each in self._wants if each is not want), want]
        return want

    def _wait(self, want: _Want, is_gone: Callable[[], bool]) -> None:
        while want.path is None and want.error is None:
            if self._is_closed or is_gone():
                raise Abandoned
            self._changed.wait(_LOOK_SECONDS)

    def _serve(self, engine: Engine) -> None:
        while (want := self._next_want()) is not None:
            path, error = self._rendered(engine, want.chunk, lambda want=want: self._is_overtaken(want))  # type: ignore[misc] # a default freezes the loop's name
            with self._changed:
                if path is None and error is None:
                    continue  # abandoned: its turn comes again, if anybody still waits for it
                want.path, want.error = path, error
                self._wants = [each for each in self._wants if each is not want]
                self._changed.notify_all()

    def _next_want(self) -> _Want | None:
        with self._changed:
            while not self._wants and not self._is_closed:
                self._changed.wait()
            return None if self._is_closed else self._first_of(self._wants)

    def _is_overtaken(self, want: _Want) -> bool:
        """Return whether what is being rendered is no longer what should be."""
        with self._changed:
            return self._is_closed or want not in self._wants or self._first_of(self._wants) is not want

    @staticmethod
    def _first_of(wants: list[_Want]) -> _Want:
        """Return the wish to fulfil: the newest, or the earliest of those a player would want just before it."""
        newest = wants[-1].chunk
        return min((w for w in wants if newest - AHEAD_CHUNKS < w.chunk <= newest), key=lambda want: want.chunk)

    def _look_ahead(self, engine: Engine) -> None:
        be_nice()
        while (number := self._next_ahead()) is not None:
            _, error = self._rendered(engine, number, lambda number=number: self._is_left_behind(number))  # type: ignore[misc] # as above
            if error is not None:
                self._failed.add(number)  # told when it is asked for

    def _next_ahead(self) -> int | None:
        with self._changed:
            while not self._is_closed:
                ahead = range(self._next, min(self._next + AHEAD_CHUNKS, len(self._jobs)))
                wanted = {want.chunk for want in self._wants}
                number = next((n for n in ahead if n not in self._done and n not in self._failed | wanted), None)
                if number is not None:
                    return number
                self._changed.wait()
            return None

    def _is_left_behind(self, number: int) -> bool:
        with self._changed:
            is_wanted = any(want.chunk == number for want in self._wants)
            return self._is_closed or not (is_wanted or self._next <= number < self._next + AHEAD_CHUNKS)

    def _ways(self, engine: Engine, number: int) -> tuple[Job, ...]:
        """Return the jobs to make a chunk by, in order: what is done already, the best, and its own where they fail."""
        jobs = self._alternatives(self._jobs[number])
        if len(jobs) == 1:
            return jobs
        return tuple(sorted(jobs, key=lambda job: not engine.plan([Target(job=job)]).is_current))

    def _rendered(
        self, engine: Engine, number: int, is_over: Callable[[], bool]
    ) -> tuple[Path | None, PosthouseError | None]:
        """Return a chunk's packet file or why there is none; neither if it was abandoned."""
        told: PosthouseError | None = None
        try:
            for job in self._ways(engine, number):
                try:
                    path = engine.build([Target(job=job)], progress=Watch(is_over=is_over, tell=self._tell)).path(job)
                except PosthouseError as error:
                    told = error  # a proxy may have been removed meanwhile: the media itself is there
                    continue
                self._keep(number, path)
                return path, None
        except Abandoned:
            return None, None
        except Exception as error:  # noqa: BLE001 - the top of this thread: whoever waits is told
            told = InternalError(f"{type(error).__name__}: {error}")
        return None, told

    def _keep(self, number: int, path: Path) -> None:
        with self._changed:
            self._done[number] = path
            self._changed.notify_all()
