"""A build in a process of its own, to be killed: ``victim.py FOLDER CORES``. Says what it has finished, as it does."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.build.progress import JobFinished
from posthouse.studio import open_film

if TYPE_CHECKING:
    from posthouse.build import Event


class Herald:
    """Writes the label of every finished job at once, so that a kill cannot take it back."""

    def handle(self, event: Event) -> None:
        """Tell of a finished job."""
        if isinstance(event, JobFinished) and event.is_done:
            os.write(1, f"{event.label}\n".encode())


def main(folder: Path, cores: int) -> None:
    """Build a production."""
    os.write(1, b"ready\n")
    with open_film(folder, cores=cores) as film:
        film.build(progress=Herald())
    os.write(1, b"done\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
