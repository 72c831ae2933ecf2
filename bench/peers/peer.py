"""What a peer is: a name, what it does, what it needs, and the command that builds the edit."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bench.edit import Edit

Prepare = Callable[[Edit, Path], list[str]]
"""Takes the edit and the file to write; returns the command line to be timed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One way to build the edit. ``needs`` is an executable, or a module as ``module:name``."""

    name: str
    does: str
    needs: str
    install: str
    prepare: Prepare
    made: Callable[[Edit, Path], Path] = lambda _, out: out
    """Where the film lies, of the file that ``prepare`` was given."""

    @property
    def is_here(self) -> bool:
        """Return whether the tool is installed."""
        if self.needs.startswith("module:"):
            return find_spec(self.needs.removeprefix("module:")) is not None
        return shutil.which(self.needs) is not None
