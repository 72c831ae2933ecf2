"""A build in a process of its own, to be killed: ``victim.py FOLDER``. Prints how many jobs ran."""

from __future__ import annotations

import hashlib
import sys
import time
from pathlib import Path

from posthouse.build import Engine, Job, JobContext, JobKind, LocalExecutor, Registry, Target


def write(params: int, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    """Write slowly, in pieces, what the inputs and the number make."""
    made = hashlib.sha256(str(params).encode() + b"".join(path.read_bytes() for path in inputs)).hexdigest()
    with out.open("w") as file:
        for piece in range(8):
            file.write(made[piece * 8 : piece * 8 + 8] * 2000)
            file.flush()
            time.sleep(0.001)


def programme() -> Job:
    """Return a film of reels of chunks."""
    reels = []
    for reel in range(6):
        chunks = [
            Job(kind="toy", params=reel * 10 + number, label=f"chunk {reel}.{number}", affinity=str(reel))
            for number in range(8)
        ]
        reels.append(Job(kind="toy", params=1000 + reel, inputs=tuple(chunks), label=f"reel {reel}"))
    return Job(kind="toy", params=2000, inputs=tuple(reels), label="film")


def main(folder: Path) -> None:
    """Build the film into FOLDER/out."""
    registry = Registry([JobKind(name="toy", version="1", function=write, suffix=".txt")])
    with Engine(folder / ".posthouse", registry=registry, environment={}, executor=LocalExecutor(3)) as engine:
        report = engine.build([Target(job=programme(), destination=folder / "out" / "film.txt")])
    sys.stdout.write(f"{len(report.built)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
