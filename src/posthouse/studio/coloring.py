"""Color of one canvas: each shot's whole way to it as one job, and the colors the document writes."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np

from posthouse.color import Grade, apply_exact
from posthouse.color.chain import Chain
from posthouse.color.convert import document_conversion
from posthouse.color.plan import GradeParams, grade_job
from posthouse.color.space import REC709, ColorSpace
from posthouse.pixels import Solid
from posthouse.signal import Matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.build import Job
    from posthouse.media.facts import PictureFacts
    from posthouse.pixels import Stack
    from posthouse.production.document import Document
    from posthouse.production.media_spec import MediaSpec
    from posthouse.signal import PictureFormat
    from posthouse.studio.programme import Programme

Rgb = tuple[float, float, float]


def chain_of(document: Document) -> Chain:
    """Return a document's way with color; ProductionError where it contradicts itself."""
    return Chain.of(document.format.color, document.color)


def canvas_space(canvas: PictureFormat) -> ColorSpace:
    """Return what a canvas's codes mean."""
    return ColorSpace(primaries=canvas.primaries, transfer=canvas.transfer)


def color_notes(name: str, spec: MediaSpec, facts: PictureFacts) -> list[str]:
    """Return what a person should know of a media's tags: those that are guessed, where the document says nothing."""
    color = getattr(spec, "color", None)
    said = () if color is None else color.tags()
    guessed = [tag for tag in facts.guessed if tag not in said and tag != "siting"]  # few files say their siting
    if not guessed:
        return []
    taken = ", ".join(f"{tag} {getattr(facts.format, tag)}" for tag in guessed)
    return [f"{name}: its file does not say its color in full, taken are {taken}; if wrong, say color: at the media"]


class Colorist:
    """Makes the grade jobs of one canvas; shots whose color is the same share one."""

    def __init__(self, programme: Programme, canvas: PictureFormat) -> None:
        self.programme, self.canvas = programme, canvas
        document = programme.production.document
        self._chain, self._spec = chain_of(document), document.color
        self._jobs: dict[GradeParams, Job | None] = {}

    def job(self, shot: str, source: PictureFormat) -> Job | None:
        """Return the job that bakes a shot's color; None where its picture is taken as it is.

        Raises:
            ProductionError: the canvas takes a choice the document did not make.
        """
        params = self.params(shot, source)
        if params not in self._jobs:
            self._jobs[params] = grade_job(params, label=f"grade {shot}")
        return self._jobs[params]

    def params(self, shot: str, source: PictureFormat) -> GradeParams:
        """Return a shot's whole color on this canvas."""
        space = self._chain.source_space(source)
        grade = self._chain.whole(space, self.programme.grades.get(shot, Grade()), canvas_space(self.canvas))
        is_exact = self._spec.exact or shot in self.programme.exact_shots
        return GradeParams(grade=grade, source=space, budget_code10=self._spec.budget, is_exact=is_exact)

    def bars(self) -> tuple[PictureFormat, Job | None]:
        """Return the format bars are made in, and the job that brings them to the canvas."""
        steps = document_conversion(canvas_space(self.canvas))
        if not steps:
            return self.canvas, None
        matrix = Matrix.RGB if self.canvas.matrix is Matrix.RGB else Matrix.BT709
        form = replace(self.canvas, primaries="bt709", transfer="bt709", matrix=matrix)
        params = GradeParams(grade=Grade(operations=steps), budget_code10=self._spec.budget)
        return form, grade_job(params, label="bars")

    def written(self, rgb: Rgb) -> Rgb:
        """Return a color the document writes, as the canvas codes it."""
        return _written(rgb, canvas_space(self.canvas))

    def recolored(self, stack: Stack) -> Stack:
        """Return a stack whose plain colors, written by the document, are coded as the canvas codes them."""
        if not document_conversion(canvas_space(self.canvas)):
            return stack
        return cast("Stack", self._recolored(stack))

    def _recolored(self, node: object) -> object:
        if isinstance(node, Solid):
            return replace(node, rgb=self.written(node.rgb))
        assert is_dataclass(node)
        assert not isinstance(node, type)
        below = {field.name: getattr(node, field.name) for field in fields(node) if field.name in {"under", "above"}}
        return replace(node, **{name: self._recolored(part) for name, part in below.items()}) if below else node


def _written(rgb: Rgb, space: ColorSpace) -> Rgb:
    steps = document_conversion(space)
    if not steps:
        return rgb
    red, green, blue = (float(part) for part in apply_exact(Grade(operations=steps), rgb))
    return red, green, blue


def drawn_colors(rgba: NDArray[np.float32], canvas: PictureFormat) -> NDArray[np.float32]:
    """Return (y, x, 4) of a drawn title, premultiplied, as the canvas codes its colors."""
    steps = document_conversion(canvas_space(canvas))
    if not steps or canvas_space(canvas).is_same(REC709):
        return rgba
    alpha = rgba[..., 3:].astype(np.float64)
    straight = rgba[..., :3] / np.where(alpha > 0, alpha, 1)
    coded = apply_exact(Grade(operations=steps), straight) * alpha
    return np.concatenate([coded, alpha], axis=-1).astype(np.float32)
