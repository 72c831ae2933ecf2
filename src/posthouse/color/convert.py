"""From one color space to another, as the document has chosen.

What is defined without a choice: the same kind of light with other primaries or another curve. What is not: SDR into
HDR, HDR into SDR, a scene onto a display. Those are made by one of two schools:

``bt2408``  Display light is kept. SDR white is put at 203 nits; HDR goes into SDR through gamut compression and
            BT.2390's tone curve, 203 nits being SDR white; a scene is exposed and rendered as BT.2408 and HLG do it.
``aces2``   Everything goes through the scene: the output transforms of ACES 2, forwards and backwards.
"""

from __future__ import annotations

import dataclasses
import enum
from typing import TYPE_CHECKING, final

from posthouse.color.compression import ACES_LIMITS, ACES_THRESHOLDS, gamut_limits
from posthouse.color.space import REC709, ColorSpace
from posthouse.color.steps import (
    ACES_WHITE_NITS,
    XYZ,
    Adapt,
    Compress,
    Decode,
    Encode,
    Output,
    ShowScene,
    ToneMap,
    without_detours,
)
from posthouse.color.transfers import REFERENCE_WHITE_NITS, Kind
from posthouse.color.transfers.hlg import PEAK_NITS as HLG_PEAK_NITS
from posthouse.errors import ProductionError

if TYPE_CHECKING:
    from posthouse.color.operation import Operation
    from posthouse.color.steps import Step

ACES_PEAKS_NITS = (500, 1000, 2000, 4000)
"""Peaks the Academy's HDR output transforms are made for."""
_AP0 = "aces-ap0"


class School(enum.StrEnum):
    """How light of one kind becomes light of another."""

    BT2408 = "bt2408"  # ITU-R BT.2408 and BT.2390: display light is kept as far as it can be
    ACES2 = "aces2"  # the Academy's output transforms, version 2.0


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the document says of conversions: by which school, and the peak HDR pictures are mastered at."""

    school: School | None = None
    peak_nits: float = 1000.0


def conversion(source: ColorSpace, target: ColorSpace, policy: Policy) -> tuple[Operation, ...]:
    """Return the steps from one space to another; none where they are the same.

    Raises:
        ProductionError: it takes a choice the document did not make, or cannot be made by the school it chose.
    """
    if source.is_same(target):
        return ()
    kinds = source.kind, target.kind
    if kinds[0] is kinds[1]:
        return without_detours(_within_kind(source, target, policy))
    if policy.school is None:
        raise ProductionError(_undefined(source, target), hint=CHOICES)
    if policy.school is School.ACES2:
        return without_detours((*_to_scene(source, policy), *_from_scene(target, policy)))
    if target.kind is Kind.SCENE:
        raise ProductionError(
            "BT.2408 does not say which scene a display's light came from", hint="say color: {convert: aces2}"
        )
    return without_detours((*_to_display(source), *_onto_display(source, target, policy)))


CHOICES = (
    "choose with color: {convert: bt2408} (display light, SDR white at 203 nits) or color: {convert: aces2} "
    "(ACES 2 output transforms); if the tag is wrong, say color: rec709 at the media"
)


def document_conversion(target: ColorSpace) -> tuple[Operation, ...]:
    """Return the steps from the colors a document writes (of titles, solids) to a canvas; white is at 203 nits."""
    return conversion(REC709, target, Policy(school=School.BT2408))


def _undefined(source: ColorSpace, target: ColorSpace) -> str:
    names = {Kind.SDR: "SDR", Kind.HDR: "HDR", Kind.SCENE: "scene light"}
    return f"{source.transfer} is {names[source.kind]} and must become {names[target.kind]}, in a way nobody chose"


def _within_kind(source: ColorSpace, target: ColorSpace, policy: Policy) -> tuple[Step, ...]:
    steps: list[Step] = [Decode(transfer=source.transfer), *_adapted(source.primaries, target.primaries)]
    is_into_hlg = target.transfer == "arib-std-b67" and source.transfer != target.transfer
    if is_into_hlg and policy.peak_nits > HLG_PEAK_NITS:
        steps.append(ToneMap(source_nits=policy.peak_nits, target_nits=HLG_PEAK_NITS))
    return (*steps, Encode(transfer=target.transfer))


def _adapted(source: str, target: str) -> tuple[Step, ...]:
    """Return the matrix between primaries, and the compression that a smaller gamut takes."""
    adapt = Adapt(source=source, target=target)
    wide = gamut_limits(source, target) if target != XYZ and target not in {_AP0, "aces-ap1"} else None
    return (adapt,) if wide is None else (adapt, Compress(limits=wide[0], thresholds=wide[1]))


def _to_display(source: ColorSpace) -> tuple[Step, ...]:
    """Return the steps to display light, reference white at 1, in the source's primaries or, of a scene, BT.2020."""
    decode = Decode(transfer=source.transfer)
    if source.kind is not Kind.SCENE:
        return (decode,)
    adapt = Adapt(source=source.primaries, target="bt2020")
    return (decode, adapt, Compress(limits=ACES_LIMITS, thresholds=ACES_THRESHOLDS), ShowScene())


def _onto_display(source: ColorSpace, target: ColorSpace, policy: Policy) -> tuple[Step, ...]:
    """Return the steps from display light of ``_to_display`` to codes."""
    is_scene = source.kind is Kind.SCENE
    adapted = _adapted("bt2020" if is_scene else source.primaries, target.primaries)
    peak = HLG_PEAK_NITS if is_scene else policy.peak_nits
    if target.kind is Kind.SDR:
        toned = (ToneMap(source_nits=peak, target_nits=REFERENCE_WHITE_NITS),)
        return (*adapted, *toned, Encode(transfer=target.transfer))
    return (*adapted, Encode(transfer=target.transfer))


def _to_scene(source: ColorSpace, policy: Policy) -> tuple[Step, ...]:
    """Return the steps to scene light of AP0."""
    decode = Decode(transfer=source.transfer)
    if source.kind is Kind.SCENE:
        return decode, Adapt(source=source.primaries, target=_AP0)
    shown = _output(source, policy)
    return decode, Adapt(source=source.primaries, target=XYZ), dataclasses.replace(shown, is_inverse=True)


def _from_scene(target: ColorSpace, policy: Policy) -> tuple[Step, ...]:
    """Return the steps from scene light of AP0 to codes."""
    encode = Encode(transfer=target.transfer)
    if target.kind is Kind.SCENE:
        return Adapt(source=_AP0, target=target.primaries), encode
    return _output(target, policy), Adapt(source=XYZ, target=target.primaries), encode


def _output(space: ColorSpace, policy: Policy) -> Output:
    """Return the output transform whose display is a space's."""
    if space.kind is Kind.SDR:
        gamut = "P3-D65" if gamut_limits(space.primaries, "bt709") else "REC709"
        return Output(transform=f"SDR-100nit-{gamut}_2.0", white_nits=ACES_WHITE_NITS)
    peak = HLG_PEAK_NITS if space.transfer == "arib-std-b67" else policy.peak_nits
    if peak not in ACES_PEAKS_NITS:
        raise ProductionError(
            f"ACES 2 has no output transform for a peak of {peak:g} nits",
            hint=f"set color: {{peak: ...}} to one of {', '.join(map(str, ACES_PEAKS_NITS))}",
        )
    return Output(transform=f"HDR-{peak:.0f}nit-REC2020_2.0", white_nits=REFERENCE_WHITE_NITS)
