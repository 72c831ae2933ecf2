"""Write requirements.lock and requirements-dev.lock: what is installed in this environment, pinned, without addresses.

Run it in an environment where posthouse and its dev extra are installed: ``make lock``.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
HEAD = "# Made by `make lock`: every package that is needed, pinned; pip install -r {name}\n"


def needed(package: str, extras: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return {name: version} of everything a package needs here, itself left out."""
    found: dict[str, str] = {}
    waiting = [(package, extras)]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, wanted = waiting.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        for line in distribution(name).requires or ():
            requirement = Requirement(line)
            if requirement.marker and not any(requirement.marker.evaluate({"extra": e}) for e in (*wanted, "")):
                continue
            try:
                found[canonicalize_name(requirement.name)] = distribution(requirement.name).version
            except PackageNotFoundError:
                raise SystemExit(f"{requirement.name} is not installed: pip install -e '.[dev]'") from None
            waiting.append((requirement.name, frozenset(requirement.extras)))
    return found


def main() -> None:
    """Write both files."""
    base = needed("posthouse")
    dev = {name: version for name, version in needed("posthouse", frozenset({"dev"})).items() if name not in base}
    for name, pins, first in (
        ("requirements.lock", base, ""),
        ("requirements-dev.lock", dev, "-r requirements.lock\n"),
    ):
        lines = "".join(f"{package}=={version}\n" for package, version in sorted(pins.items()))
        (ROOT / name).write_text(HEAD.format(name=name) + first + lines, "utf-8")
        print(f"{name}: {len(pins)} packages")


if __name__ == "__main__":
    main()
