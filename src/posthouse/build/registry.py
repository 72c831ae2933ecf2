"""What the build can do: every kind of job with its version and function."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Generic, TypeVar, final

from posthouse.build.job import Job
from posthouse.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from posthouse.build.context import JobContext

P = TypeVar("P")


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class JobKind(Generic[P]):
    """A named, versioned function of the build.

    Attributes:
        name: ``craft.operation``, for example ``editorial.picture``.
        version: change it whenever the function may give other bytes for the same parameters.
        function: called as ``function(params, input_paths, out_path, context)``. It writes its result to
            ``out_path`` (a file, or a folder of files), reads nothing but its inputs and media, and polls
            ``context.check_cancelled()``.
        suffix: file name ending of the result (``.wav``), for libraries that go by it.
        words: what people call its parameters, by the last part of their path; an empty word is left unsaid where
            something else changed, too.
    """

    name: str
    version: str
    function: Callable[[P, tuple[Path, ...], Path, JobContext], None]
    suffix: str = ""
    words: Mapping[str, str] = dataclasses.field(default_factory=dict, compare=False)

    def job(self, params: P, *, label: str, inputs: tuple[Job, ...] = (), **rest: Any) -> Job:
        """Return a job of this kind; ``rest`` are ``Job``'s craft, cores, affinity, order and size."""
        return Job(kind=self.name, params=params, inputs=inputs, label=label, **rest)


@final
class Registry:
    """The kinds of job one build knows, by name. Assembled once, in ``studio``."""

    def __init__(self, kinds: Iterable[JobKind[Any]] = ()) -> None:
        self._kinds: dict[str, JobKind[Any]] = {}
        for kind in kinds:
            self.register(kind)

    def register(self, kind: JobKind[Any]) -> None:
        """Add a kind; two kinds of one name are our own mistake."""
        if kind.name in self._kinds:
            raise InternalError(f"job kind {kind.name!r} is registered twice")
        self._kinds[kind.name] = kind

    def kind(self, name: str) -> JobKind[Any]:
        """Return the kind of that name; raises InternalError for an unknown one."""
        try:
            return self._kinds[name]
        except KeyError:
            raise InternalError(f"job kind {name!r} is not registered") from None
