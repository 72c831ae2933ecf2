"""Put the footage of the examples beside them: linked or copied from POSTHOUSE_TEST_MEDIA, nothing is downloaded."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
FOOTAGE = {"twenty-shots": ("tears-of-steel-battle-clip-medium.webm", "bbb_330-390s.mp4")}


def found(folder: Path, name: str) -> Path | None:
    """Return where a file lies in the media folder, or None."""
    return next((path for path in (folder / "footage" / name, folder / name) if path.is_file()), None)


def placed(source: Path, target: Path) -> None:
    """Put a file where an example looks for it: a hard link where that can be, else a copy."""
    target.parent.mkdir(exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:  # another disk, or a folder that may only be read
        shutil.copyfile(source, target)


def main() -> int:
    """Fill every example's footage folder; return 1 if a file is missing."""
    named = os.environ.get("POSTHOUSE_TEST_MEDIA")
    folder = Path(named) if named else EXAMPLES.parent.parent / "shared" / "media"
    missing = []
    for example, names in FOOTAGE.items():
        for name in names:
            source = found(folder, name)
            if source is None:
                missing.append(name)
                continue
            placed(source, EXAMPLES / example / "footage" / name)
            print(f"{example}: {name}")
    if missing:
        print(f"not in {folder}: {', '.join(missing)}; set POSTHOUSE_TEST_MEDIA to a folder that has them")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
