"""Stacks to pictures: for each frame, fetch what the stack names, and run the one kernel of its shape.

``arguments`` walks a stack in exactly the order in which ``compose`` declared the kernel's arguments.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, assert_never

import numpy as np
from numpy.typing import NDArray

from posthouse.errors import InternalError
from posthouse.pixels import shape as shapes
from posthouse.pixels.alpha import premultiplied
from posthouse.pixels.compose import compose
from posthouse.pixels.dither import Dither, blue_noise, diffuse
from posthouse.pixels.kernel import SHELF, Kernel
from posthouse.pixels.overlay import Overlay, OverlayPlanes, overlay_planes
from posthouse.pixels.power import light_of
from posthouse.pixels.quantisation import Quantisation, to_rgb_coefficients
from posthouse.pixels.ramps import wipe_ramp
from posthouse.pixels.resample import is_identity, is_in_place, scaled
from posthouse.pixels.sites import grid_of
from posthouse.pixels.stack import Blended, Footage, Mix, Over, Rained, Solid, Stack, Titled, Wipe
from posthouse.pixels.taps import coverage
from posthouse.pixels.warp import moved
from posthouse.signal import Chroma, Family, Matrix, Picture, PictureFormat

if TYPE_CHECKING:
    from posthouse.pixels.sites import Grid
    from posthouse.pixels.stack import Shares
    from posthouse.pixels.tables import GradeTables

LEAST_PIXELS = 16
Argument = NDArray[Any] | float | int


class Supplies(Protocol):
    """Where a renderer gets what a stack only names."""

    def picture(self, footage: Footage, frame: int) -> Picture:
        """Return the decoded picture of a footage's frame, counted from the start of the run."""

    def grade(self, index: int) -> GradeTables | None:
        """Return a baked grade by its place among the job's inputs; None where it changes nothing."""

    def overlay(self, titled: Titled, frame: int) -> Overlay:
        """Return what a title draws at a frame of the run."""

    def rain_arguments(self, rained: Rained, frame: int) -> list[Argument]:
        """Return the rain kernel's arguments at a frame of the run."""


@dataclass(slots=True)
class Renderer:
    """Renders one stack onto one canvas, frame by frame."""

    stack: Stack
    canvas: PictureFormat
    supplies: Supplies
    dither: Dither = Dither.GRADIENT
    _kernels: dict[shapes.KernelShape, Kernel] = field(default_factory=dict)
    _overlays: dict[int, tuple[Overlay, OverlayPlanes]] = field(default_factory=dict)
    _placed: dict[tuple[int, Shares], Picture] = field(default_factory=dict)
    _fetched: Picture | None = None

    def __post_init__(self) -> None:
        if min(self.canvas.width, self.canvas.height) < LEAST_PIXELS:
            raise InternalError(
                f"a canvas needs at least {LEAST_PIXELS} pixels each way: kernels work on whole vectors"
            )

    def render(self, frame: int, out: Picture) -> None:
        """Write the stack's picture at a frame of the run into ``out``, a picture of the canvas's format."""
        if self._pass_through(frame, out):
            return
        kr, kb = self.canvas.composing_matrix.kr_kb
        arguments: list[Argument] = [kr, kb]
        root = self._walk(self.stack, frame, arguments)
        codes = Quantisation.of(self.canvas)
        top_code = codes.top_code
        finish = (codes.luma_scale, codes.luma_offset, codes.chroma_scale, codes.chroma_offset, top_code)
        mask = (blue_noise(),) if self.dither is Dither.BLUE_NOISE else ()
        targets = self._outputs(out)
        if self.dither is not Dither.ERROR_DIFFUSION:
            self._kernel(root)(*arguments, *finish, *mask, *targets)
            return
        exact = tuple(np.empty(target.shape, np.float32) for target in targets)
        self._kernel(root)(*arguments, *finish, *exact)
        for plane, target in zip(exact, targets, strict=True):
            diffuse(plane, target, top_code)

    def _outputs(self, out: Picture) -> tuple[NDArray[Any], ...]:
        """Return the planes in the order the kernel writes them; what a grey canvas does not want goes nowhere."""
        alpha = out.planes[-1:] if self.canvas.has_alpha else ()
        if self.canvas.family is Family.GREY:
            return (out.planes[0], *alpha, np.empty_like(out.planes[0]), np.empty_like(out.planes[0]))
        if self.canvas.family is Family.RGB:
            return (*out.planes[:3], *alpha)
        return (out.planes[0], *alpha, *out.planes[1:3])

    def _tables(self, footage: Footage) -> GradeTables | None:
        return None if footage.grade is None else self.supplies.grade(footage.grade)

    def _pass_through(self, frame: int, out: Picture) -> bool:
        """Copy the planes of footage that nothing touches: it reaches the encoder bit-exact (law 5)."""
        footage = self.stack
        if not isinstance(footage, Footage) or footage.format != self.canvas or self._tables(footage) is not None:
            return False
        if footage.motion or not is_in_place(footage.format, self.canvas, footage.placement):
            return False
        picture = self.supplies.picture(footage, frame)
        if picture.format != self.canvas:  # made of two pictures, in 16-bit codes
            self._fetched = picture
            return False
        for plane, target in zip(picture.planes, out.planes, strict=True):
            np.copyto(target, plane)
        return True

    def _picture(self, footage: Footage, frame: int) -> Picture:
        """Return a footage's picture; each is asked for once."""
        fetched, self._fetched = self._fetched, None
        return self.supplies.picture(footage, frame) if fetched is None else fetched

    @property
    def _grid(self) -> Grid:
        return grid_of(self.canvas.chroma if self.canvas.family is Family.YUV else Chroma.C444, self.canvas.siting)

    def _kernel(self, root: shapes.Shape) -> Kernel:
        shape = shapes.KernelShape(
            root=root,
            wide=self.canvas.bit_depth > 8,
            grid=self._grid,
            is_rgb=self.canvas.family is Family.RGB,
            has_alpha=self.canvas.has_alpha,
            dither=self.dither,
            light=light_of(self.canvas.transfer),
        )
        if shape not in self._kernels:
            self._kernels[shape] = SHELF.kernel(shape.name(), lambda: compose(shape))
        return self._kernels[shape]

    def _walk(self, stack: Stack, frame: int, arguments: list[Argument]) -> shapes.Shape:
        """Append a stack's arguments at a frame; return its shape."""
        match stack:
            case Footage():
                return self._footage(stack, frame, arguments)
            case Solid():
                arguments.extend(float(channel) for channel in stack.rgb)
                return shapes.SolidShape(is_clear=stack.is_nothing and self.canvas.has_alpha)
            case Mix():
                return self._mix(stack, frame, arguments)
            case Wipe():
                return self._wipe(stack, frame, arguments)
            case Over():
                return self._over(stack, frame, arguments)
            case Blended():
                return self._blended(stack, frame, arguments)
            case Titled():
                return self._titled(stack, frame, arguments)
            case Rained():
                under = self._walk(stack.under, frame, arguments)
                arguments.extend(self.supplies.rain_arguments(stack, frame))
                return shapes.RainShape(under)
            case _:
                assert_never(stack)

    def _footage(self, footage: Footage, frame: int, arguments: list[Argument]) -> shapes.Shape:
        picture = self._on_canvas(footage, frame)
        form = picture.format
        codes = Quantisation.of(form)
        arguments.extend(_planes_for_kernel(picture))
        luma_scale, luma_offset, chroma_scale, chroma_offset = codes.decoding()
        arguments.extend((luma_scale, luma_offset, chroma_scale, chroma_offset, *to_rgb_coefficients(form)))
        arguments.extend((1 / codes.top_code,) if form.has_alpha else ())
        tables = self._tables(footage)
        if tables is not None:
            arguments.extend((tables.luma, tables.chroma, tables.domain[0], tables.scale, tables.size))
            arguments.extend(() if tables.shaper is None else (tables.shaper,))
        return shapes.DevelopShape(
            wide=form.bit_depth > 8,
            family=Family.RGB if form.family is Family.RGB else Family.YUV,
            grid=grid_of(form.chroma, form.siting),
            has_lut=tables is not None,
            is_shaped=tables is not None and tables.shaper is not None,
            is_recoded=form.matrix is not self.canvas.composing_matrix,
            has_alpha=form.has_alpha,
            is_multiplied=form.has_alpha and form.is_multiplied,
            is_ycgco=form.matrix is Matrix.YCGCO,
        )

    def _on_canvas(self, footage: Footage, frame: int) -> Picture:
        picture = self._picture(footage, frame)
        if footage.motion:
            return moved(premultiplied(picture), self.canvas, footage.placement, footage.motion[frame], footage.scaling)
        if not is_identity(picture.format, self.canvas, footage.placement):
            return self._held(footage, frame, picture)
        if self._is_filtered(picture.format, has_lut=self._tables(footage) is not None):
            return premultiplied(picture)
        return picture

    def _is_filtered(self, form: PictureFormat, *, has_lut: bool) -> bool:
        """Return whether the kernel filters a picture that lies in place: then alpha must be in its values before."""
        source = grid_of(form.chroma, form.siting)
        return source != self._grid or (has_lut and not source.is_full)

    def _held(self, footage: Footage, frame: int, picture: Picture) -> Picture:
        """Return the resampled picture, made once for a frame that is held (a still, a freeze)."""
        key = (id(footage), footage.shown(frame))
        if key not in self._placed:
            self._placed = {k: p for k, p in self._placed.items() if k[0] != key[0]}
            self._placed[key] = scaled(premultiplied(picture), self.canvas, footage.placement, footage.scaling)
        return self._placed[key]

    def _mix(self, mix: Mix, frame: int, arguments: list[Argument]) -> shapes.Shape:
        under, above = (self._walk(part, frame, arguments) for part in (mix.under, mix.above))
        arguments.append(float(mix.weights[frame]))
        if mix.is_linear:
            arguments.extend((self.canvas.width, self.canvas.height))
        return shapes.MixShape(under, above, mix.is_linear)

    def _wipe(self, wipe: Wipe, frame: int, arguments: list[Argument]) -> shapes.Shape:
        under, above = (self._walk(part, frame, arguments) for part in (wipe.under, wipe.above))
        softness = max(wipe.softness, 2 / self.canvas.width)
        position = float(wipe.positions[frame]) * (1 + softness)
        arguments.extend((wipe_ramp(wipe.pattern, self.canvas.width, self.canvas.height), position, 1 / softness))
        return shapes.WipeShape(under, above)

    def _over(self, over: Over, frame: int, arguments: list[Argument]) -> shapes.Shape:
        under, above = (self._walk(part, frame, arguments) for part in (over.under, over.above))
        arguments.append(coverage(over.within.left, over.within.width, self.canvas.width))
        arguments.append(coverage(over.within.top, over.within.height, self.canvas.height))
        arguments.append(float(over.opacities[frame]))
        return shapes.OverShape(under, above)

    def _blended(self, blended: Blended, frame: int, arguments: list[Argument]) -> shapes.Shape:
        under, above = (self._walk(part, frame, arguments) for part in (blended.under, blended.above))
        arguments.append(coverage(blended.within.left, blended.within.width, self.canvas.width))
        arguments.append(coverage(blended.within.top, blended.within.height, self.canvas.height))
        arguments.extend((float(blended.opacities[frame]), self.canvas.width, self.canvas.height))
        if (key := blended.key) is not None:
            arguments.extend((key.low, key.slope, float(key.is_inverted)))
        return shapes.BlendShape(under, above, blended.mode, blended.is_linear, key is not None)

    def _titled(self, titled: Titled, frame: int, arguments: list[Argument]) -> shapes.Shape:
        under = self._walk(titled.under, frame, arguments)
        overlay = self.supplies.overlay(titled, frame)
        if overlay.opacity == 0:
            return under
        planes = self._overlay_planes(titled, overlay)
        chroma = self.canvas.chroma
        arguments.extend((float(overlay.opacity), planes.left, planes.top))
        arguments.extend((planes.left >> chroma.log2_x, planes.top >> chroma.log2_y))
        arguments.extend((planes.luma, planes.alpha, planes.cb, planes.cr, planes.alpha_chroma))
        return shapes.TitledShape(under)

    def _overlay_planes(self, titled: Titled, overlay: Overlay) -> OverlayPlanes:
        """Return an overlay's planes, made anew only when its picture or place changes."""
        held = self._overlays.get(id(titled))
        if (
            held is None
            or held[0].rgba is not overlay.rgba
            or (held[0].left, held[0].top) != (overlay.left, overlay.top)
        ):
            held = (overlay, overlay_planes(overlay, self.canvas, self.canvas.composing_matrix))
            self._overlays[id(titled)] = held
        return held[1]


def _planes_for_kernel(picture: Picture) -> tuple[NDArray[Any], ...]:
    """Return three colour planes and, where there is one, the alpha plane; grey gets neutral chroma."""
    planes = tuple(plane if plane.strides[1] == plane.itemsize else plane.copy() for plane in picture.planes)
    if picture.format.family is not Family.GREY:
        return planes
    luma, *alpha = planes
    assert picture.format.chroma is Chroma.C444
    neutral = np.full_like(luma, 1 << (picture.format.bit_depth - 1))
    return (luma, neutral, neutral, *alpha)


def is_copied(stack: Stack, canvas: PictureFormat) -> bool:
    """Return whether a stack's pictures are copied as they are, if its grade changes nothing."""
    return (
        isinstance(stack, Footage)
        and stack.format == canvas
        and stack.grade is None
        and not stack.motion
        and stack.between is None
        and is_in_place(stack.format, canvas, stack.placement)
    )
