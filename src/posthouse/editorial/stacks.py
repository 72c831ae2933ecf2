"""What each chunk of the cut shows, as a stack for the pixels; other crafts dress each shot through ``develop``."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

from posthouse.editorial.cut import Cut, Dip, Dissolve, Gap, Shot, Transition, Wipe
from posthouse.pixels import stack as pixels
from posthouse.pixels.blending import Blend
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.editorial.chunks import Chunk
    from posthouse.editorial.cut import Layer

BLACK = pixels.Solid(rgb=(0.0, 0.0, 0.0), is_nothing=True)
"""What stands where nothing is shown; clear where a deliverable has an alpha."""

Develop = Callable[[Shot, FrameRange], tuple[pixels.Stack, pixels.Rect]]
"""Takes a shot and programme frames (its handles too); returns what it shows and where on the canvas."""


def chunk_stack(chunk: Chunk, cut: Cut, develop: Develop, canvas: tuple[int, int]) -> pixels.Stack:
    """Return what a chunk shows: its base, with the layers over it."""
    frames = chunk.range
    shown = _base(chunk.base, cut, frames, lambda event: _event(event, frames, develop, canvas))
    for layer in chunk.layers:
        above, within = develop(layer.shot, frames)
        shown = _laid_over(shown, above, within, layer, frames)
    return shown


def _laid_over(
    under: pixels.Stack, above: pixels.Stack, within: pixels.Rect, layer: Layer, frames: FrameRange
) -> pixels.Stack:
    """Return a layer over what is under it; one that is blended or keyed is another kind of stack."""
    opacities = layer.opacities(frames)
    is_plain = layer.blend is Blend.NORMAL and not layer.is_linear and layer.key is None
    if is_plain:
        return pixels.Over(under=under, above=above, within=within, opacities=opacities)
    return pixels.Blended(
        under=under,
        above=above,
        within=within,
        opacities=opacities,
        mode=layer.blend,
        is_linear=layer.is_linear,
        key=layer.key,
    )


def _base(
    base: Shot | Gap | Transition, cut: Cut, frames: FrameRange, show: Callable[[Shot | Gap], pixels.Stack]
) -> pixels.Stack:
    if not isinstance(base, Transition):
        return show(base)
    before, after = cut.events[base.before], cut.events[base.after]
    weights = base.weights(frames)
    match base.effect:
        case Dissolve(light=light):
            return pixels.Mix(under=show(before), above=show(after), weights=weights, is_linear=light == "linear")
        case Dip(rgb=rgb, is_out=is_out):
            shares = weights if is_out else tuple(1 - w for w in weights)
            return pixels.Mix(under=show(before), above=pixels.Solid(rgb=rgb), weights=shares)
        case Wipe(pattern=pattern, softness=softness):
            return pixels.Wipe(
                under=show(before), above=show(after), pattern=pattern, softness=softness, positions=weights
            )
        case _:
            assert_never(base.effect)


def _event(event: Shot | Gap, frames: FrameRange, develop: Develop, canvas: tuple[int, int]) -> pixels.Stack:
    """Return what an event shows, on black where it does not cover the canvas."""
    if isinstance(event, Gap):
        return BLACK
    shown, within = develop(event, frames)
    whole = pixels.Rect(left=Fraction(0), top=Fraction(0), width=Fraction(canvas[0]), height=Fraction(canvas[1]))
    opacities = event.opacities(frames)
    if within == whole and not is_moved(shown) and set(opacities) == {1.0}:
        return shown
    return pixels.Over(under=BLACK, above=shown, within=within, opacities=opacities)


def is_moved(shown: pixels.Stack) -> bool:
    """Return whether footage, rained on or not, moves over the canvas; then it has an alpha of its own."""
    while isinstance(shown, pixels.Rained):
        shown = shown.under
    return isinstance(shown, pixels.Footage) and bool(shown.motion)
