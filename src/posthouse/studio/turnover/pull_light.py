"""Pulls as EXR: codes made linear light, in a way that a version which comes back is the same codes again.

A camera's scene goes out as ACES2065-1, whatever its log: no color of any camera lies outside it, and every tool reads
it. A picture for a display goes out by the sRGB curve in its own primaries, as viewers of EXR take floats for granted,
and as posthouse reads them. Light for HDR displays has no such way back, and is refused.

Source: SMPTE ST 2065-1:2021 (the encoding); the ASWF Color Interop Forum's list of texture spaces (its id).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.build import JobContext, JobKind, Target
from posthouse.color.primaries import PRIMARIES, rgb_to_rgb
from posthouse.color.space import SPACES, ColorSpace
from posthouse.color.transfers import TRANSFERS, Kind
from posthouse.errors import ProductionError
from posthouse.media.images import read_samples, write_image
from posthouse.studio.coloring import chain_of
from posthouse.studio.image_targets import frame_targets

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from posthouse.color.operation import Rgb
    from posthouse.delivery.spec import FramesSpec
    from posthouse.media.images import Metadata
    from posthouse.production.splice import Value
    from posthouse.studio.film import Film
    from posthouse.studio.footage import FootageSource

ACES = "aces2065-1"
_ACES_ID = "lin_ap0_scene"
_MOST = 65535
"""The largest of 16-bit codes."""
_DISPLAY_CURVE = "iec61966-2-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class LightParams:
    """What the codes mean."""

    primaries: str
    transfer: str


def space_of(film: Film, footage: FootageSource) -> ColorSpace:
    """Return what the programme takes a footage's codes for."""
    return chain_of(film.production.document).source_space(footage.format)


def returned_color(space: ColorSpace, form: str) -> Value:
    """Return the ``color`` of a media that holds a pull's pictures again; empty where its own tags are right.

    Raises:
        ProductionError: the pictures are light of an HDR display, and were asked for as EXR.
    """
    if space.kind is Kind.SDR:
        return ""
    if form == "exr" and space.kind is Kind.HDR:
        cause = f"it is {space.transfer}, which as EXR would not come back as it went"
        raise ProductionError(cause, hint="pull it --as png, or as a movie")
    if form == "exr":
        return ACES
    named = (name for name, each in SPACES.items() if each.space == space and each.matrix is None)
    tags: dict[str, Value] = {"primaries": space.primaries, "transfer": space.transfer}
    return next(named, "") or tags


def color_words(space: ColorSpace, form: str) -> str:
    """Return what a pull's files hold, for people."""
    if form != "exr":
        return f"codes of {space.transfer}, {space.primaries}"
    if space.kind is Kind.SCENE:
        return f"ACES2065-1 linear light, from {space.transfer}, {space.primaries}"
    return f"linear light of {space.primaries} by the sRGB curve"


def light_of(codes: Rgb, space: ColorSpace) -> NDArray[np.float32]:
    """Return (y, x, channel) linear light of codes 0..1: a scene's in ACES2065-1, a display's in its own primaries."""
    if space.kind is not Kind.SCENE:
        return np.asarray(TRANSFERS[_DISPLAY_CURVE].decode(codes), np.float32)
    light = TRANSFERS[space.transfer].decode(codes)
    return np.asarray(light @ rgb_to_rgb(space.primaries, "aces-ap0").T, np.float32)


def run_light(params: LightParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    """Write an EXR of half floats for every image of codes of a folder, under its name."""
    out.mkdir(exist_ok=True)
    space = ColorSpace(primaries=params.primaries, transfer=params.transfer)
    named = PRIMARIES["aces-ap0" if space.kind is Kind.SCENE else space.primaries]
    points = (*named.red, *named.green, *named.blue, *named.white)
    interop: Metadata = (("colorInteropID", _ACES_ID),) if space.kind is Kind.SCENE else ()
    said: Metadata = (("chromaticities", points), ("comments", color_words(space, "exr")), *interop)
    for path in sorted(inputs[0].iterdir()):
        context.check_cancelled()
        _, samples = read_samples(path)
        codes = samples.astype(np.float64) / _MOST
        write_image(out / f"{path.stem}.exr", light_of(codes, space), depth="half", metadata=said)


LIGHT = JobKind(name="studio.pull_light", version="1", function=run_light)


def light_target(pull: Film, name: str, spec: FramesSpec, space: ColorSpace) -> Target:
    """Return what to ask the build of a pull for, to have its codes as EXR."""
    (codes,) = frame_targets(pull.planner, name, spec)
    params = LightParams(primaries=space.primaries, transfer=space.transfer)
    job = LIGHT.job(params, inputs=(codes.job,), label=f"{name} as EXR", craft="delivery")
    return Target(job=job, destination=codes.destination)
