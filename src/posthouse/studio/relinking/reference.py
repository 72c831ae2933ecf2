"""A reference as witnesses: of its pictures, and of its sound."""

from __future__ import annotations

from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.errors import MediaError
from posthouse.media.library import MediaLibrary
from posthouse.studio.relinking.pictures import PictureWitness
from posthouse.studio.relinking.sounds import SoundWitness
from posthouse.studio.work_folder import WORK_FOLDER
from posthouse.timing import Timecode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from posthouse.interchange import Timeline
    from posthouse.media.facts import MediaInfo
    from posthouse.studio.relinking.relink import Witness
    from posthouse.studio.relinking.wanted import Use


@contextmanager
def asked_reference(
    folder: Path, reference: Path | None, uses: Sequence[Use], main: Timeline | None = None
) -> Iterator[tuple[Witness, ...]]:
    """Yield the witnesses a reference has: its pictures, its sound, or both; none without one.

    It is laid beside the ``main`` cut by its timecode, where that lies there; else first frame to first.

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
    begins = _begins(info, main) if main is not None else 0
    pictures = (PictureWitness(folder, reference, uses[0].rate, begins),) if info.pictures else ()
    if not info.sounds:
        yield pictures
        return
    with SoundWitness(work, reference, uses, begins) as sounds:
        yield (*pictures, sounds)


def _begins(info: MediaInfo, main: Timeline) -> int:
    """Return the record frame of a reference's first picture."""
    if not info.pictures or not info.start_timecode:
        return 0
    try:
        label = Timecode.parse(info.start_timecode, main.rate).frame_count
    except ValueError:
        return 0
    begins = label - main.start_frame
    lasts = main.rate.nearest_frames(Fraction(info.pictures[0].duration_s))
    return begins if -lasts < begins < main.duration_frames else 0
