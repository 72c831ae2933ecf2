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


def media_isolation() -> bool:
    """Return whether media are opened in processes of their own: unless ``POSTHOUSE_MEDIA_ISOLATION`` is ``off``."""
    return os.environ.get("POSTHOUSE_MEDIA_ISOLATION", "").lower() not in {"off", "0", "no"}


def media_patience_seconds() -> float:
    """Return how long a decoder may show no sign of life: ``POSTHOUSE_MEDIA_PATIENCE``, else 120 s."""
    return _positive_number("POSTHOUSE_MEDIA_PATIENCE") or 120.0


def media_memory_bytes() -> int:
    """Return what memory one media may take: ``POSTHOUSE_MEDIA_MEMORY`` in GiB, else 8, or half of what there is."""
    said = _positive_number("POSTHOUSE_MEDIA_MEMORY")
    if said:
        return int(said * (1 << 30))
    there = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min(8 << 30, there // 2)


def _positive_number(name: str) -> float | None:
    """Return a variable that is a number above 0, else None."""
    try:
        number = float(os.environ.get(name, ""))
    except ValueError:
        return None
    return number if 0 < number < float("inf") else None


def detector_file() -> Path | None:
    """Return the file of the network that finds people and things: ``POSTHOUSE_DETECTOR``; None where not named."""
    named = os.environ.get("POSTHOUSE_DETECTOR")
    return Path(named) if named else None
