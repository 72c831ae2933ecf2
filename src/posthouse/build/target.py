"""What a build is asked for."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, final

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.build.job import Job


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A job whose result is wanted.

    Attributes:
        job: the job.
        destination: where its result is published (a file, or a folder if the result is one); None keeps it in the
            store only. A published file that is still as it was left needs no result in the store.
        after: jobs that must have succeeded before it is published, such as its quality control.
        share: tells it from other results that are published into the same folder.
    """

    job: Job
    destination: Path | None = None
    after: tuple[Job, ...] = ()
    share: str = ""
