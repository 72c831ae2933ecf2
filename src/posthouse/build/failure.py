"""What a build raises when jobs fail: every failure, each with its job's label and its cause chained."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any, final

from posthouse.errors import JobFailed, PosthouseError

if TYPE_CHECKING:
    from posthouse.build.job import Job

_OS_HINTS = {
    errno.ENOSPC: "make room on the disk, or clean the store",
    errno.EDQUOT: "make room within your quota, or clean the store",
    errno.EACCES: "look at the permissions of that folder",
    errno.EROFS: "the disk is mounted read-only",
}


@final
class JobsFailed(JobFailed):
    """Several jobs of one build failed; ``failures`` holds them all."""

    def __init__(self, failures: tuple[JobFailed, ...]) -> None:
        super().__init__(f"{len(failures)} jobs failed")
        self.failures = failures

    def __str__(self) -> str:
        return "\n".join([f"{self.cause}:", *(f"  {failure}" for failure in self.failures)])

    def facts(self) -> dict[str, Any]:
        """Return all failures as plain data for ``--json``."""
        return super().facts() | {"failures": [failure.facts() for failure in self.failures]}


def describe_failure(job: Job, error: Exception) -> JobFailed:
    """Return the failure of a job, with what its function raised as ``__cause__``."""
    if isinstance(error, PosthouseError):
        failed = JobFailed(f"{job.label}: {error.cause}", hint=error.hint, place=error.place)
    elif isinstance(error, OSError):
        place = f" ({error.filename})" if error.filename else ""
        hint = _OS_HINTS.get(error.errno or 0, "")
        failed = JobFailed(f"{job.label}: {error.strerror or error}{place}", hint=hint)
    else:
        failed = JobFailed(f"{job.label}: {type(error).__name__}: {error}")
    failed.__cause__ = error
    return failed


def raise_failures(failures: list[JobFailed]) -> None:
    """Raise what failed; return if nothing did."""
    if len(failures) == 1:
        raise failures[0]
    if failures:
        raise JobsFailed(tuple(failures)) from failures[0]
