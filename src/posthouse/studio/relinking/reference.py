"""A reference as witnesses: of its pictures, and of its sound."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from posthouse.errors import MediaError
from posthouse.media.library import MediaLibrary
from posthouse.studio.film import WORK_FOLDER
from posthouse.studio.relinking.pictures import PictureWitness
from posthouse.studio.relinking.sounds import SoundWitness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from posthouse.studio.relinking.relink import Witness
    from posthouse.studio.relinking.wanted import Use


@contextmanager
def asked_reference(folder: Path, reference: Path | None, uses: Sequence[Use]) -> Iterator[tuple[Witness, ...]]:
    """Yield the witnesses a reference has: its pictures, its sound, or both; none without one.

    Raises:
        MediaError: it cannot be read, or has neither.
    """
    if reference is None or not uses:
        yield ()
        return
    work = folder / WORK_FOLDER
    with MediaLibrary(work) as library:
        info = library.info(reference)
    if not info.pictures and not info.sounds:
        raise MediaError(f"{reference.name} has neither picture nor sound", hint="name a movie or mixdown of the cut")
    pictures = (PictureWitness(folder, reference, uses[0].rate),) if info.pictures else ()
    if not info.sounds:
        yield pictures
        return
    with SoundWitness(work, reference, uses) as sounds:
        yield (*pictures, sounds)
