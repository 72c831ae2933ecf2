"""Shots over the cut: what the document says of how they lie, and sequences over it, shot by shot."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from posthouse.editorial.cut import Layer, Shot
from posthouse.editorial.light import Light
from posthouse.editorial.nest_dress import NotExactError
from posthouse.editorial.nests import unfolded
from posthouse.editorial.track_spec import OVER_TRACK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from posthouse.editorial.cut import Cut
    from posthouse.editorial.spec import OverSpec
    from posthouse.timing import Rate


def layer_of(spec: OverSpec[object], shot: Shot, rate: Rate) -> Layer:
    """Return a shot over the cut as a layer."""
    return Layer(
        shot=shot,
        fade_in_frames=spec.fade_in.nearest_frames(rate) if spec.fade_in else 0,
        fade_out_frames=spec.fade_out.nearest_frames(rate) if spec.fade_out else 0,
        track=spec.track or OVER_TRACK,
        blend=spec.blend.mode,
        is_linear=spec.blend.light is Light.LINEAR,
        key=spec.key.luma.key if spec.key else None,
    )


def layers_flat(layer: Layer, sequences: Mapping[str, Cut], complain: Callable[[str, str], None]) -> tuple[Layer, ...]:
    """Return a layer as it is, or one for each shot of the sequence it plays; gaps of a sequence are clear."""
    outer = layer.shot
    if outer.media not in sequences:
        return (layer,)
    try:
        flat = unfolded(outer, sequences[outer.media])
    except NotExactError as problem:
        complain(problem.cause, problem.hint)
        return ()
    if flat.transitions:
        cause = f"{outer.shot!r} plays a sequence with transitions, which cannot lie over the cut"
        complain(cause, "fade the shots over the cut instead, one by one")
        return ()
    shots = (event for event in flat.events if isinstance(event, Shot))
    return tuple(dataclasses.replace(layer, shot=shot, whole=outer.range) for shot in shots)
