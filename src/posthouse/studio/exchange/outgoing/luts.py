"""A shot's whole color as a LUT, for systems that have no grades: from its file's codes to BT.709 as it is shown.

A .cube is told of in ``Adobe Cube LUT Specification 1.0``: rows of R'G'B', red fastest. It covers codes 0 to 1, so what
lies below black or above white is cut. Shots whose color is the same share one.
"""

from __future__ import annotations

import dataclasses
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from posthouse.color.error import sample_colors
from posthouse.color.grade import Grade, apply_finite
from posthouse.color.space import REC709, ColorSpace
from posthouse.color.tetrahedral import sample_tetrahedral
from posthouse.color.working import ProgrammeColor
from posthouse.errors import ProductionError
from posthouse.fields.names import spelled_name
from posthouse.studio.coloring import chain_of
from posthouse.studio.exchange.outgoing.grades import grade_of

if TYPE_CHECKING:
    from posthouse.color.operation import ReadFile, Rgb
    from posthouse.editorial import Shot
    from posthouse.interchange import Track
    from posthouse.studio.exchange.outgoing.desk import Desk
    from posthouse.studio.exchange.outgoing.timelines import Outgoing

_SIZES = (33, 65)
_MOST_CODES = 2.0
"""What 99 of 100 colors may be off, in codes of 255; the others lie where a grade cuts at black and white."""
_NOTHING = 1e-4


@dataclass(slots=True)
class Luts:
    """The LUTs of a cut on its way out."""

    files: dict[str, bytes] = field(default_factory=dict)
    """By their names."""
    names: dict[tuple[ColorSpace, Grade], str] = field(default_factory=dict)
    """By what they do; empty where that is nothing."""

    def keep(self, shot: str, cube: bytes) -> str:
        """Keep a LUT, and return its name: the shot's, as any disk takes it."""
        base = spelled_name(shot)
        taken = {name.lower() for name in self.files}
        names = (f"{base}{number}.cube" for number in itertools.chain(("",), itertools.count(2)))
        name = next(name for name in names if name.lower() not in taken)
        self.files[name] = cube
        return name


def lut_of(shot: Shot, desk: Desk) -> str:
    """Return the name of the LUT of a shot's color, made when it is met first; empty where it has none."""
    assert desk.luts is not None, "asked where LUTs go out"
    try:
        source, grade = _whole(shot, desk)
        if grade.is_neutral:
            return ""
        key = (source, grade)
        if key not in desk.luts.names:
            folder = desk.programme.production.folder
            cube = cube_of(grade, source, lambda file: (folder / file).read_bytes())
            desk.luts.names[key] = desk.luts.keep(shot.shot, cube) if cube else ""
    except ProductionError as problem:
        desk.ledger.drop(shot.shot, "effect", f"its color is no LUT: {problem.cause}")
        return ""
    name = desk.luts.names[key]
    if name:
        off = "one to three codes off on average; what lies beyond R'G'B' of 0 to 1 is cut"
        why = f"its color goes out as the LUT {name}, which is worked out in 8 bits there: {off}"
        desk.ledger.approximate(shot.shot, "effect", why)
    return name


def in_folder(gone: Outgoing, folder: str) -> Outgoing:
    """Return a cut whose LUTs lie in a folder beside it."""
    if not gone.luts:
        return gone
    timelines = tuple(
        dataclasses.replace(timeline, tracks=tuple(_track_in(track, folder) for track in timeline.tracks))
        for timeline in gone.timelines
    )
    return dataclasses.replace(
        gone, timelines=timelines, luts={f"{folder}/{name}": cube for name, cube in gone.luts.items()}
    )


def _track_in(track: Track, folder: str) -> Track:
    clips = (dataclasses.replace(clip, lut=f"{folder}/{clip.lut}") if clip.lut else clip for clip in track.clips)
    return dataclasses.replace(track, clips=tuple(clips))


def _whole(shot: Shot, desk: Desk) -> tuple[ColorSpace, Grade]:
    """Return what a shot's codes are, and its whole way from them; a nest's begins at what is shown of it."""
    document, grade = desk.programme.production.document, grade_of(shot, desk)
    chain = chain_of(document)
    if shot.shot in desk.sheet.nests:
        if document.format.color is not ProgrammeColor.REC709 and not grade.is_neutral:
            raise ProductionError(f"it is laid on a whole sequence in {document.format.color}")
        return REC709, grade
    media = desk.programme.media.get(desk.media_under(shot.media))
    source = REC709 if media is None or media.footage is None else chain.source_space(media.footage.format)
    return source, chain.whole(source, grade, REC709)


def cube_of(grade: Grade, source: ColorSpace, read_file: ReadFile) -> bytes:
    """Return a grade as the smallest .cube that is near enough; empty where it moves no color.

    Raises:
        ProductionError: a file of it cannot be read, or it gives no number for some color.
    """
    colors = np.clip(sample_colors(source), 0, 1)
    wanted = np.clip(apply_finite(grade, colors, read_file=read_file), 0, 1)
    if np.abs(wanted - colors).max() < _NOTHING:
        return b""
    lut = np.zeros(0)
    for size in _SIZES:
        lut = np.clip(apply_finite(grade, _nodes(size), read_file=read_file), 0, 1)
        found = sample_tetrahedral(lut.astype(np.float32), colors * (size - 1))
        if np.quantile(np.abs(found - wanted), 0.99) * 255 <= _MOST_CODES:
            break
    rows = "\n".join(f"{red:.5f} {green:.5f} {blue:.5f}" for red, green, blue in lut.reshape(-1, 3).tolist())
    return f"LUT_3D_SIZE {len(lut)}\n{rows}\n".encode()


def _nodes(size: int) -> Rgb:
    """Return the (blue, green, red, 3) colors of the nodes."""
    axis = np.linspace(0, 1, size)
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
    return np.stack([red, green, blue], axis=-1)
