"""The exit codes: the one table from what went wrong to what the shell is told."""

from __future__ import annotations

import enum

from posthouse.errors import (
    DeliveryError,
    DocumentProblems,
    InternalError,
    JobFailed,
    MediaError,
    PosthouseError,
    ProductionError,
)


class Exit(enum.IntEnum):
    """What ``$?`` is after a command."""

    OK = 0
    FAILED = 1
    PRODUCTION = 2
    MEDIA = 3
    DELIVERY = 4
    INTERRUPTED = 130


MEANINGS = {
    Exit.OK: "done",
    Exit.FAILED: "a job failed, or posthouse itself did",
    Exit.PRODUCTION: "the production, or the command line, is wrong",
    Exit.MEDIA: "the media or the machine: a file is missing or broken, a disk is full",
    Exit.DELIVERY: "a finished file did not measure as it must",
    Exit.INTERRUPTED: "interrupted; what was finished is kept",
}
_BY_ERROR: tuple[tuple[type[PosthouseError], Exit], ...] = (
    (DeliveryError, Exit.DELIVERY),
    (MediaError, Exit.MEDIA),
    (ProductionError, Exit.PRODUCTION),
    (InternalError, Exit.FAILED),
)


def exit_of(error: BaseException) -> Exit:
    """Return the exit code of an error: by who must act. A failed job is told by what made it fail."""
    match error:
        case DocumentProblems():
            return _common([exit_of(_root(problem)) for problem in error.problems], Exit.PRODUCTION)
        case JobFailed():
            failures = getattr(error, "failures", (error,))
            return _common([_exit_of_failure(failure) for failure in failures], Exit.FAILED)
    return next((code for kind, code in _BY_ERROR if isinstance(error, kind)), Exit.FAILED)


def _exit_of_failure(failure: BaseException) -> Exit:
    cause = _root(failure)
    return Exit.FAILED if isinstance(cause, JobFailed) else exit_of(cause)


def _root(error: BaseException) -> BaseException:
    """Return the error of ours that is deepest in a chain of causes."""
    while isinstance(error.__cause__, PosthouseError):
        error = error.__cause__
    return error


def _common(codes: list[Exit], otherwise: Exit) -> Exit:
    """Return the code all have, or another."""
    return codes[0] if len(set(codes)) == 1 else otherwise
