"""The movie that goes with a turnover: timecode and names burnt in, the programme's sound as a guide."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from posthouse.delivery.burn_in import BurnInSpec
from posthouse.delivery.spec import Container, CustomSpec, MezzanineKind, MezzanineSpec, MovieSpec, SoundSpec
from posthouse.errors import ProductionError

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.build.progress import Progress
    from posthouse.studio.film import Film

H264 = "h264"
FORMS: tuple[str, ...] = (H264, *get_args(MezzanineKind))
_LARGEST = 1280, 720


def reference_spec(film: Film, name: str, words: str, form: str = H264) -> MovieSpec:
    """Return a reference movie as a deliverable.

    H.264 has a key picture twice a second and none that looks ahead, so that it can be scrubbed; its sound is PCM.

    Raises:
        ProductionError: there is no such form.
    """
    if form not in FORMS:
        raise ProductionError(f"a reference movie cannot be {form}", hint=f"it may be {', '.join(FORMS)}")
    size = _fitting(film.production.document.format.size)
    burn_in = BurnInSpec(name=words)
    if form != H264:
        return MezzanineSpec.model_validate({"as": form, "name": name, "size": size, "burn_in": burn_in})
    every = str(max(1, film.production.document.format.rate.timebase // 2))
    return CustomSpec(
        name=name,
        codec="libx264",
        container=Container.MOV,
        size=size,
        options={"preset": "faster", "crf": "20", "g": every, "bf": "0"},
        sound=SoundSpec(codec="pcm_s24le"),
        burn_in=burn_in,
    )


def make_reference(film: Film, spec: MovieSpec, folder: Path, progress: Progress | None = None) -> Path:
    """Make a reference movie in a folder, measured as any deliverable; what is unchanged is not made again."""
    targets = film.planner.movie_targets(spec, folder)
    film.engine.build(list(targets), progress=progress)
    movie = targets[0].destination
    assert movie is not None
    return movie


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    """Return a picture's size, made to fit the largest of a reference; sides are even."""
    ratio = min(1.0, _LARGEST[0] / size[0], _LARGEST[1] / size[1])
    width, height = (max(16, round(side * ratio / 2) * 2) for side in size)
    return width, height
