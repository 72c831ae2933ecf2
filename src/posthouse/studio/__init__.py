"""The studio: a production opened, resolved against its media, planned and built. Here the crafts' jobs are assembled.

What comes in: a path to a production. What goes out: a ``Film`` with the verbs of the house (check, plan, build, frame,
sound). Read ``film.py`` first, then ``programme.py`` (everything resolved) and ``jobs.py`` (everything as jobs);
``fresh.py`` answers "nothing changed" without opening any of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from posthouse.studio.film import Built, Film, open_film
    from posthouse.studio.programme import Programme

__all__ = ["Built", "Film", "Programme", "open_film"]


def __getattr__(name: str) -> Any:
    """Import the studio when it is first used: it opens every library of the house, and ``fresh`` needs none."""
    from importlib import import_module

    if name in __all__:
        return getattr(import_module(f"posthouse.studio.{'programme' if name == 'Programme' else 'film'}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
