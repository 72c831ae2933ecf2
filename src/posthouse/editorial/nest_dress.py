"""What the shot that plays a sequence says of its picture, laid on each shot inside; or why that would not be the same.

A sequence is a picture of the frame's own size. So where a shot inside stands as it is fitted, the outer shot's place,
size and turn are its own; its opacities multiply. All else would need the sequence's picture first, and is refused.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial.curve import Curve
from posthouse.editorial.cut import OPAQUE, Dip, Dissolve, Shot, Transition, Wipe
from posthouse.editorial.framing import Framing
from posthouse.timing import SourceMap

if TYPE_CHECKING:
    from posthouse.editorial.motion import Motion

_MIDDLE = Curve.constant(0.5, 0.5)
_NONE = Curve.constant(0.0)
_CURVES = ("position", "scale", "rotation", "anchor", "left", "top", "right", "bottom", "softness")
UN_NEST = "un-nest it: write the shots of the sequence in its place"


class NotExactError(Exception):
    """What is asked of a sequence cannot be done shot by shot; ``args`` are the cause and the hint."""

    def __init__(self, cause: str, hint: str = UN_NEST) -> None:
        super().__init__(cause, hint)
        self.cause, self.hint = cause, hint


@dataclass(frozen=True, slots=True)
class Dressing:
    """What an outer shot lays on those inside."""

    outer: Shot

    @property
    def is_moved(self) -> bool:
        """Return whether the outer shot stands anywhere but on the whole frame."""
        framing = self.outer.framing
        plain = Framing(fit=framing.fit, pan=framing.pan)
        return self.outer.motion is not None or framing != plain

    def check_transition(self, transition: Transition) -> None:
        """Refuse a transition inside that the outer shot's opacity or place would have to be laid on as a whole."""
        effect = transition.effect
        is_flat = self.outer.opacity == OPAQUE and not self.is_moved
        if is_flat or (isinstance(effect, Dissolve) and (effect.light == "display" or self.outer.opacity == OPAQUE)):
            return
        if isinstance(effect, Dissolve | Dip | Wipe):
            kind = {Dissolve: "dissolve in linear light", Dip: "dip", Wipe: "wipe"}[type(effect)]
            raise NotExactError(f"a {kind} inside the sequence cannot be moved or made clear with it")

    def on(self, inner: Shot) -> Shot:
        """Return a shot inside, which has its place already, as the outer shot shows it.

        Raises:
            NotExactError: the two do not compose.
        """
        outer = self.outer
        framing, motion = self._framed(inner)
        return dataclasses.replace(
            inner,
            framing=framing,
            motion=motion,
            opacity=self._opacity(inner),
            in_between=inner.in_between or outer.in_between,
            scaling=inner.scaling or outer.scaling,
        )

    def _framed(self, inner: Shot) -> tuple[Framing, Motion | None]:
        own, said = inner.framing, self.outer.framing
        fitted = Framing(fit=own.fit, pan=own.pan)
        if (own.fit, own.pan) == (Framing().fit, Framing().pan):
            fitted = Framing(fit=said.fit, pan=said.pan)
        if not self.is_moved:
            return dataclasses.replace(own, fit=fitted.fit, pan=fitted.pan), inner.motion
        if inner.motion is not None or own != Framing(fit=own.fit, pan=own.pan):
            raise NotExactError(f"{inner.ids[-1]!r} inside the sequence has a place or size of its own")
        motion = None if self.outer.motion is None else self._moved(self.outer.motion, inner)
        return dataclasses.replace(fitted, position=said.position, scale=said.scale), motion

    def _moved(self, motion: Motion, inner: Shot) -> Motion:
        cropped = any(getattr(motion, side) != _NONE for side in ("left", "top", "right", "bottom"))
        if cropped or motion.anchor != _MIDDLE:
            word = "crop" if cropped else "anchor"
            raise NotExactError(f"{word}: counts in parts of one picture, and a sequence has many")
        return dataclasses.replace(
            motion,
            position=self._timed(motion.position, inner),
            scale=self._timed(motion.scale, inner),
            rotation=self._timed(motion.rotation, inner),
        )

    def _opacity(self, inner: Shot) -> Curve:
        said = self.outer.opacity
        if said == OPAQUE:
            return inner.opacity
        if not said.is_constant and not inner.opacity.is_constant:
            raise NotExactError(f"the opacity of {inner.ids[-1]!r} inside the sequence changes too")
        if inner.opacity.is_constant:
            return _times(self._timed(said, inner), inner.opacity.keys[0].value[0])
        return _times(inner.opacity, said.keys[0].value[0])

    def _timed(self, curve: Curve, inner: Shot) -> Curve:
        """Return an outer shot's curve, counted in the frames of a shot inside."""
        if curve.is_constant:
            return curve
        shift = Fraction(self.outer.start_frame - inner.start_frame)
        if curve.is_on_source:
            source = self.outer.source
            if not (isinstance(source, SourceMap) and source.is_plain):
                raise NotExactError("its keyframes are tied to times of the sequence, which plays at another speed")
            shift -= source.in_frame
        keys = tuple(dataclasses.replace(key, time=key.time + shift) for key in curve.keys)
        return Curve(keys=keys)


def _times(curve: Curve, factor: float) -> Curve:
    if factor == 1.0:
        return curve
    keys = tuple(dataclasses.replace(key, value=tuple(value * factor for value in key.value)) for key in curve.keys)
    return dataclasses.replace(curve, keys=keys)


def changes_by_its_own_frames(shot: Shot) -> bool:
    """Return whether something of a shot changes with its frames, not with its source: another speed would bend it."""
    curves = [shot.opacity]
    if shot.motion is not None:
        curves += [getattr(shot.motion, name) for name in _CURVES]
    return any(not curve.is_constant and not curve.is_on_source for curve in curves)
