"""A long run of damaged files through the decoder door, in a process that is watched: it may not die, hang or swell.

``python -m tests.fuzz.soak --seconds 3600 --media ../shared/media --keep findings`` runs one; the children it starts
stand for the process that matters. A child that dies or hangs is a finding, and the next one goes on after it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

HANG_S = 240.0
PATIENCE_S = "30"
MOST_BYTES = 12 << 30
"""What a child may take of the address space: a bomb that goes off here must not take the machine."""


def main() -> None:
    """Run the soak, or be its child."""
    told = _arguments()
    if told.child:
        _be_child(told)
    else:
        _tell(soak(told.seconds, told.media, told.keep, seed=told.seed, few=told.few))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--media", type=Path, default=None)
    parser.add_argument("--keep", type=Path, default=None, help="where files that were findings are kept")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--few", action="store_true")
    parser.add_argument("--child", type=Path, default=None, help=argparse.SUPPRESS)
    return parser.parse_args()


def soak(seconds: float, media: Path | None, keep: Path | None, *, seed: int = 1, few: bool = False) -> dict[str, Any]:
    """Return the report of a run: counts by container, the slowest file, the most memory, and the findings."""
    end = time.monotonic() + seconds
    report = _Report()
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            seed = _watched(Path(folder), seed, media, keep, end, report, few=few)
    return report.as_facts()


class _Report:
    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.slowest: dict[str, Any] = {"seconds": 0.0}
        self.largest: dict[str, Any] = {"megabytes": 0}
        self.findings: list[dict[str, Any]] = []
        self.most_held: Counter[str] = Counter()

    def add(self, case: dict[str, Any]) -> None:
        suffix = case["name"].rpartition(".")[2]
        self.counts[suffix]["taken" if case["is_taken"] else "refused"] += 1
        for word in ("crashed", "no answer", "memory"):
            self.counts[suffix][word] += any(word in refusal for refusal in case["refusals"])
        short = {key: case[key] for key in ("name", "seed", "done", "seconds", "megabytes")}
        self.slowest = max(self.slowest, short, key=lambda each: each["seconds"])
        self.largest = max(self.largest, short, key=lambda each: each["megabytes"])
        self.most_held |= Counter({key: case[key] for key in ("files", "threads", "processes")})
        if case["problems"]:
            self.findings.append({**short, "problems": case["problems"]})

    def as_facts(self) -> dict[str, Any]:
        total: Counter[str] = Counter()
        for each in self.counts.values():
            total += each
        return {
            "total": dict(total),
            "containers": {suffix: dict(+each) for suffix, each in sorted(self.counts.items())},
            "slowest": self.slowest,
            "largest": self.largest,
            "most_held": dict(self.most_held),
            "findings": self.findings,
        }


def _watched(
    folder: Path, seed: int, media: Path | None, keep: Path | None, end: float, report: _Report, *, few: bool
) -> int:
    """Run one child until it ends, dies or hangs; return the seed to go on with."""
    command = [sys.executable, "-m", "tests.fuzz.soak", "--child", str(folder), "--seed", str(seed)]
    command += ["--seconds", str(end - time.monotonic())]
    command += ["--media", str(media)] if media else []
    command += ["--few"] if few else []
    watched = os.environ | {"POSTHOUSE_MEDIA_PATIENCE": PATIENCE_S}
    with subprocess.Popen(command, env=watched, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        os.set_blocking(child.stdout.fileno(), False)
        begun: dict[str, Any] | None = None
        heard, rest = time.monotonic(), b""
        while True:
            part = child.stdout.read()
            if part:
                heard, (*lines, rest) = time.monotonic(), (rest + part).split(b"\n")
                for line in lines:
                    told = json.loads(line)
                    begun = told if "is_taken" not in told else None
                    if begun is None:
                        report.add(told)
                        _log(keep, told)
                continue
            is_hung = time.monotonic() - heard > HANG_S and begun is not None
            if is_hung:
                child.kill()
            if is_hung or child.poll() is not None:
                break
            time.sleep(0.02)
        code = child.wait()
    if begun is None:
        return seed + 1_000_000
    what = "hung" if is_hung else f"died: {code}"
    finding = {**begun, "problems": [what]}
    report.findings.append(finding)
    _log(keep, finding)
    if keep is not None:
        kept = keep / f"{what.replace(': ', '')}-{begun['seed']}-{begun['name']}"
        kept.write_bytes((folder / begun["file"]).read_bytes())
    return int(begun["seed"]) + 1


def _log(keep: Path | None, told: dict[str, Any]) -> None:
    if keep is not None:
        with (keep / "log.jsonl").open("a") as log:
            log.write(json.dumps(told) + "\n")


def _tell(facts: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def _be_child(told: argparse.Namespace) -> None:
    from tests.fuzz.drive import driven
    from tests.fuzz.material import gathered
    from tests.fuzz.mutate import damaged

    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    material_folder = told.child / "material"
    material_folder.mkdir(exist_ok=True)
    material = gathered(material_folder, told.media, few=told.few)
    end, seed = time.monotonic() + told.seconds, told.seed
    while time.monotonic() < end:
        one = random.Random(seed).choice(material)
        torn, done = damaged(one.whole, seed)
        file = told.child / f"torn-{one.name}"
        file.write_bytes(torn)
        case = {"name": one.name, "seed": seed, "done": done, "file": file.name}
        _tell(case)
        _forget_peaks()
        outcome = driven(file, told.child / f"house-{os.getpid()}", seed)
        _tell(case | asdict(outcome) | {"megabytes": _peak_megabytes(), **_held()})
        file.unlink()
        seed += 1


def _family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in _family(int(child)))]


def _forget_peaks() -> None:
    for pid in _family(os.getpid()):
        with contextlib.suppress(OSError):
            Path(f"/proc/{pid}/clear_refs").write_text("5")


def _peak_megabytes() -> int:
    """Return the largest peak of memory since they were forgotten, of this process and each that serves it."""
    peaks = [0]
    for pid in _family(os.getpid()):
        with contextlib.suppress(OSError, IndexError):
            peaks.append(int(Path(f"/proc/{pid}/status").read_text().split("VmHWM:")[1].split()[0]) >> 10)
    return max(peaks)


def _held() -> dict[str, int]:
    """Return what this process holds: open files, threads, processes that serve it."""
    return {
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "threads": len(list(Path("/proc/self/task").iterdir())),
        "processes": len(_family(os.getpid())),
    }


if __name__ == "__main__":
    main()
