"""The error tree, split by who must act.

    PosthouseError
    ├── ProductionError        the author of the production: what the document says cannot be done
    │   └── DocumentProblems   every problem of a document at once
    ├── MediaError             the media or the machine: a file is missing, broken or not what it says
    ├── JobFailed              one step of the build could not be finished
    ├── DeliveryError          a finished file did not measure as it must
    └── InternalError          us

Each class holds its facts as fields, renders them in ``__str__``, offers a ``hint`` and survives pickling.
"""

from __future__ import annotations

import dataclasses
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a text file something stands: ``file:line:column`` (both from 1), and the field's path."""

    file: str
    line: int | None = None
    column: int | None = None
    field: str = ""

    def __str__(self) -> str:
        at = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{at}: {self.field}" if self.field else at


class PosthouseError(Exception):
    """Anything posthouse reports to a person: ``cause`` is one plain sentence, ``hint`` the nearest fix."""

    def __init__(self, cause: str, *, hint: str = "", place: Place | None = None) -> None:
        super().__init__(cause)
        self.cause, self.hint, self.place = cause, hint, place

    def __str__(self) -> str:
        head = f"{self.place}: {self.cause}" if self.place else self.cause
        return f"{head} ({self.hint})" if self.hint else head

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.cause, self.__dict__)

    def facts(self) -> dict[str, Any]:
        """Return the error as plain data for ``--json``."""
        place = dataclasses.asdict(self.place) if self.place else None
        return {"error": type(self).__name__, "cause": self.cause, "hint": self.hint, "place": place}


def _rebuilt(kind: type[PosthouseError], cause: str, state: dict[str, Any]) -> PosthouseError:
    error = kind.__new__(kind)
    Exception.__init__(error, cause)
    error.__dict__.update(state)
    return error


class ProductionError(PosthouseError):
    """The document asks for something that cannot be done; its author must act."""


class DocumentProblems(ProductionError):  # noqa: N818 - it is many problems, and says so
    """Every problem of one document, reported at once, in the order of its lines."""

    def __init__(self, problems: tuple[ProductionError, ...]) -> None:
        count = len(problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''} in the production")
        self.problems = problems

    @classmethod
    def raise_if_any(cls, problems: list[ProductionError]) -> None:
        """Raise one error for all problems, flattened and sorted by line; return if there are none."""
        if problems:
            flat = [p for problem in problems for p in (problem.problems if isinstance(problem, cls) else (problem,))]
            raise cls(tuple(sorted(flat, key=_line_of)))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)

    def facts(self) -> dict[str, Any]:
        """Return all problems as plain data for ``--json``."""
        return {"error": type(self).__name__, "problems": [problem.facts() for problem in self.problems]}


def _line_of(problem: ProductionError) -> tuple[str, int, int]:
    place = problem.place or Place(file="")
    return place.file, place.line or 0, place.column or 0


class MediaError(PosthouseError):
    """A media file or the machine under it: missing, broken, cut short, or not what its name says."""


class JobFailed(PosthouseError):  # noqa: N818 - it reads as what happened
    """One job of the build could not be finished; its cause is chained."""


class DeliveryError(PosthouseError):
    """A finished file was opened again and did not measure as the deliverable demands."""


class InternalError(PosthouseError):
    """Our own fault: please report it."""
