"""How often the subject stays in the frame, on real footage whose subjects were marked by eye.

``subjects.tsv`` holds where they are from left to right: the head of one who is near, the whole of one who is far;
where two are as good, both. "tune" were looked at while the numbers of the method were chosen. "held" are of other
scenes and were not, but for one thing: before people and things were looked for, a stronger liking for the middle was
taken back when it lost there. "fresh" were marked, and first counted, when all numbers stood. "near" lie in a scene of
which other frames are "tune", and are not counted. Run with ``-m slow -s`` to see the table; the networks that find
faces and things must be there.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.assistant.reframe import Looked, way_of
from posthouse.assistant.reframe.faces import can_find_faces
from posthouse.assistant.reframe.things import can_find_things
from posthouse.editorial.framing import Raster
from posthouse.media.library import MediaLibrary
from posthouse.media.pool import DecoderPool
from posthouse.studio.proposals.reframe_looking import looked_at

if TYPE_CHECKING:
    from pathlib import Path

_SHAPES = {"9:16": Fraction(9, 16), "4:5": Fraction(4, 5), "1:1": Fraction(1)}
_WHOLE = 0.9
"""A subject is kept where this part of its width is inside; of one wider than the frame, of the frame's."""
_BEYOND_SECONDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """One marked frame."""

    frame: int
    split: str
    boxes: tuple[tuple[float, float], ...]

    def is_kept(self, middle: float, part: float) -> bool:
        return any(
            min(end, middle + part / 2) - max(first, middle - part / 2) >= _WHOLE * min(end - first, part)
            for first, end in self.boxes
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clip:
    """One piece of footage as it was looked at."""

    looked: Looked
    shape: Fraction
    rate: float
    subjects: tuple[_Subject, ...]

    def kept(self, aspect: Fraction, looked: Looked | None, split: str) -> tuple[int, int]:
        """Return how many subjects of a split are kept, and of how many; without pictures, by the middle."""
        part = float(aspect / self.shape)
        wanted = [each for each in self.subjects if each.split == split]
        if part >= 1 or not wanted:
            return 0, 0
        middles = np.full(len(wanted), 0.5)
        if looked is not None:
            way = way_of(looked, part=part, is_across=True, rate=self.rate)
            nearest = [max(at for at in range(len(way.looked)) if way.looked[at] <= each.frame) for each in wanted]
            middles = np.array([way.middles[at] for at in nearest])
        return sum(each.is_kept(float(at), part) for each, at in zip(wanted, middles, strict=True)), len(wanted)


def _marked(folder: Path) -> dict[str, tuple[_Subject, ...]]:
    found: dict[str, list[_Subject]] = {}
    for line in (folder / "subjects.tsv").read_text("utf-8").splitlines()[1:]:
        clip, frame, split, written = line.split("\t")
        boxes = tuple((float(first), float(end)) for first, end in (each.split("-") for each in written.split()))
        found.setdefault(clip, []).append(_Subject(frame=int(frame), split=split, boxes=boxes))
    return {clip: tuple(subjects) for clip, subjects in found.items()}


def _looked_at(file: Path, subjects: tuple[_Subject, ...], library: MediaLibrary) -> _Clip:
    info = library.info(file)
    facts = info.pictures[0]
    last = max(each.frame for each in subjects) + int(_BEYOND_SECONDS * facts.rate)
    raster = Raster(width=facts.format.width, height=facts.format.height, sample_aspect=facts.sample_aspect)
    with DecoderPool(library=library) as pool:
        pictures = pool.pictures(file, info, range(min(facts.frame_count, last)))
        looked = looked_at(pictures, raster, float(facts.rate))
    shape = raster.width * raster.sample_aspect / raster.height
    return _Clip(looked=looked, shape=Fraction(shape), rate=float(facts.rate), subjects=subjects)


@pytest.fixture(scope="module")
def clips(media: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[_Clip]:
    """Return every marked clip, looked at."""
    if not can_find_faces() or not can_find_things():
        pytest.skip("the networks that find faces and things are not installed")
    with MediaLibrary(tmp_path_factory.mktemp("library")) as library:
        return [
            _looked_at(media / "footage" / name, subjects, library)
            for name, subjects in _marked(request.path.parent).items()
        ]


_LOOKS = {"the middle": None, "neither": (), "faces": ("faces",), "things": ("things",), "both": ("faces", "things")}


def _without(looked: Looked, kept: tuple[str, ...] | None) -> Looked | None:
    """Return what was looked at with only some of what was found; None where nothing is looked at."""
    if kept is None:
        return None
    faces = looked.faces if "faces" in kept else {}
    return replace(looked, faces=faces, things=looked.things if "things" in kept else {})


def _totals(clips: list[_Clip], aspect: Fraction, split: str) -> tuple[dict[str, int], int]:
    """Return how many subjects are kept by what the frame goes by; and of how many."""
    rows = [[clip.kept(aspect, _without(clip.looked, kept), split) for kept in _LOOKS.values()] for clip in clips]
    found = np.array(rows).sum(axis=0)
    return dict(zip(_LOOKS, found[:, 0].tolist(), strict=True)), int(found[0, 1])


@pytest.mark.slow
@pytest.mark.parametrize("split", ["tune", "held", "fresh"])
@pytest.mark.parametrize("shape", _SHAPES)
def test_what_is_found_keeps_subjects_in(clips: list[_Clip], shape: str, split: str) -> None:
    # Wider shapes hold most subjects anyway: there a found thing may lose one or two that faces or the middle keep.
    kept, count = _totals(clips, _SHAPES[shape], split)
    sys.stdout.write(f"\n{split} {shape}: of {count}: {kept}\n")
    assert kept["both"] >= (max(kept.values()) if shape == "9:16" else kept["neither"])
