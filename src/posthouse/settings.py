"""What posthouse takes from the environment: the one place that reads it."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return the folder of this user's caches: ``POSTHOUSE_CACHE``, or posthouse in the XDG cache folder."""
    named = os.environ.get("POSTHOUSE_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "posthouse"


def kernel_folder() -> Path:
    """Return where compiled pixel kernels are kept."""
    return cache_folder() / "kernels"


def count_cores() -> int:
    """Return how many cores a build may keep busy: ``POSTHOUSE_CORES``, or those this process may run on."""
    named = os.environ.get("POSTHOUSE_CORES", "")
    if named.isdecimal() and int(named) > 0:
        return int(named)
    if hasattr(os, "sched_getaffinity"):  # not on macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
