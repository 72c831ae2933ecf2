"""Single pictures of a programme: by any anchor, at any size; and many on one sheet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from posthouse.build import Target
from posthouse.delivery.colors import is_hdr
from posthouse.delivery.images import image_format
from posthouse.delivery.spec import StillSpec
from posthouse.errors import ProductionError
from posthouse.fields import Anchor
from posthouse.media.images import read_samples, write_image
from posthouse.timing import Length, Timecode
from posthouse.titles import TitleSpec, render_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posthouse.studio.jobs import JobPlanner

_GUTTER_PX = 8
_CAPTION_PX = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A picture of one programme frame: a PNG in the store, good until the store is cleaned."""

    frame: int
    timecode: Timecode
    shot: str
    """The shot of the cut on screen there; empty in a gap."""
    path: Path
    made_sdr_from: str = ""
    """The HDR color that was brought to BT.709 for this picture, as for any SDR deliverable; empty if it was none."""


def frame_number(planner: JobPlanner, at: str | int | Anchor) -> int:
    """Return the programme frame of a timecode, a length, a frame number or an anchor.

    Raises:
        ProductionError: it names no frame of the programme.
    """
    try:
        anchor = Anchor.parse(at)
    except ValueError as problem:
        cause, _, hint = str(problem).partition("; ")
        raise ProductionError(cause, hint=hint) from problem
    return planner.frame_of(anchor, planner.programme.cut.duration_frames)


def still_target(planner: JobPlanner, frame: int, size: tuple[int, int] | None) -> Target:
    """Return what to ask the build for to have a PNG of a frame.

    Raises:
        ProductionError: a size no picture can have.
    """
    if size is not None and not all(16 <= side <= 16_384 for side in size):
        raise ProductionError(f"{size[0]}x{size[1]} is no size for a picture", hint="sides are 16 to 16384 pixels")
    spec = StillSpec(at=Anchor.parse(frame), size=size)
    label = f"frame {frame}" if size is None else f"frame {frame} at {size[0]}x{size[1]}"
    return Target(job=planner.still_job(frame, image_format(spec, planner.shown), "png", label=label))


def described_still(planner: JobPlanner, frame: int, path: Path) -> Still:
    """Return a finished still with where in the programme it is."""
    start = planner.programme.cut.start or Timecode(frame_count=0, rate=planner.document.format.rate)
    event = next(event for event in planner.programme.cut.events if event.range.contains(frame))
    shot = getattr(event, "shot", "")
    made_sdr_from = planner.document.format.color.value if is_hdr(planner.canvas) else ""
    return Still(frame=frame, timecode=start.plus(frame), shot=shot, path=path, made_sdr_from=made_sdr_from)


def sheet_frames(planner: JobPlanner, every: Length | None) -> tuple[int, ...]:
    """Return the frames a contact sheet shows: one every so often, or the middle of every event of the cut."""
    cut = planner.programme.cut
    if every is None:
        return tuple((event.range.start_frame + event.range.end_frame) // 2 for event in cut.events)
    step = max(1, every.nearest_frames(planner.document.format.rate))
    return tuple(range(0, cut.duration_frames, step))


def write_sheet(stills: Sequence[Still], path: str | Path, *, columns: int) -> None:
    """Write stills of one size side by side, each over its timecode and shot."""
    cells = [_captioned(still) for still in stills]
    height, width = cells[0].shape[:2]
    rows = -(-len(cells) // columns)
    columns = min(columns, len(cells))
    shape = (rows * (height + _GUTTER_PX) + _GUTTER_PX, columns * (width + _GUTTER_PX) + _GUTTER_PX, 3)
    sheet = np.full(shape, 16, np.uint8)
    for index, cell in enumerate(cells):
        top = _GUTTER_PX + index // columns * (height + _GUTTER_PX)
        left = _GUTTER_PX + index % columns * (width + _GUTTER_PX)
        sheet[top : top + height, left : left + width] = cell
    write_image(Path(path), sheet)


def _captioned(still: Still) -> NDArray[np.uint8]:
    """Return (y, x, channel) a still with a line of text below it."""
    _, picture = read_samples(still.path)
    width = picture.shape[1]
    strip = np.full((_CAPTION_PX, width, 3), 16 / 255, np.float32)
    text = f"{still.timecode}  {still.shot or 'gap'}"
    style = {"like": "caption", "size": "60%", "shadow": False, "outline": False, "box": False, "uppercase": False}
    spec = TitleSpec.model_validate({"text": text, "at": 0, "for": "1f", "style": style, "position": [0.5, 0.5]})
    drawn = render_title(spec, width, _CAPTION_PX)
    _lay_over(strip, drawn.rgba, drawn.left_px, drawn.top_px)
    below = np.round(np.clip(strip, 0, 1) * 255).astype(np.uint8)
    return np.concatenate([picture[:, :, :3].astype(np.uint8), below])


def _lay_over(strip: NDArray[np.float32], rgba: NDArray[np.float32], left: int, top: int) -> None:
    """Lay premultiplied (y, x, 4) over (y, x, 3), cropped to it."""
    height, width = strip.shape[:2]
    y0, x0 = max(0, -top), max(0, -left)
    part = rgba[y0 : max(y0, height - top), x0 : max(x0, width - left)]
    under = strip[top + y0 : top + y0 + part.shape[0], left + x0 : left + x0 + part.shape[1]]
    under[:] = under * (1 - part[:, :, 3:]) + part[:, :, :3]
