"""posthouse: a post house in software.

``posthouse.open("harbour")`` opens a production; the film it returns has the verbs of the command line: ``check``,
``plan``, ``build``, ``frame``, ``sound``, ``jobs``, ``why``. ``posthouse.edit("harbour")`` opens its text for edits:
``ripple``, ``roll``, ``slip``, ``move`` ... What goes wrong is raised from ``posthouse.errors``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.production.editing import CuttingRoom
    from posthouse.studio import Film

__all__ = ["edit", "open"]


def open(path: str | Path = ".", *, cores: int | None = None) -> Film:  # noqa: A001 - posthouse.open is its name
    """Open a production: a folder with ``production.yaml``, or a YAML file. Close it, or use it in a ``with``.

    Raises:
        DocumentProblems: everything that is wrong with the document, at once.
    """
    from posthouse.studio import open_film  # late: the command line must start without the crafts

    return open_film(path, cores=cores)


def edit(path: str | Path = ".", *, park: bool = False) -> CuttingRoom:
    """Open a production for editing; its methods are the edit operations, and ``write`` keeps what they did.

    Raises:
        DocumentProblems: everything that is wrong with the document, at once.
    """
    from posthouse.studio.editing import cutting_room  # late: as for open

    return cutting_room(path, parks=park)
