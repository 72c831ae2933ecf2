"""The picture job: one chunk's stack, rendered frame by frame into the encoder's own frames."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from posthouse.build import JobContext, JobKind
from posthouse.color import BakedGrade, read_baked
from posthouse.delivery.colors import PQ
from posthouse.effects import rain_arguments
from posthouse.media.encode import encode_chunk
from posthouse.media.facts import FieldOrder
from posthouse.media.frames import FramePool
from posthouse.media.woven import lay_field
from posthouse.pixels import Footage, GradeTables, Overlay, Rained, Renderer, Stack, Titled
from posthouse.pixels.alpha import without_alpha
from posthouse.pixels.between import BetweenMaker, decode_order
from posthouse.pixels.dither import Dither
from posthouse.pixels.light import measure_pq_light
from posthouse.signal import Picture
from posthouse.studio.ahead import ahead
from posthouse.studio.burning import BurnTile, BurnUse
from posthouse.studio.cards import card_picture
from posthouse.studio.coloring import drawn_colors
from posthouse.studio.dressing import BARS, RainUse, TitleUse
from posthouse.studio.exact import ExactFootage
from posthouse.studio.shelf import Shelf
from posthouse.titles import TitleImage, plan_roll, render_title, title_state

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from posthouse.media.encoding import PictureEncoding
    from posthouse.pixels.stack import Between
    from posthouse.signal import Matrix, PictureFormat
    from posthouse.titles.motion import RollMotion


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureParams:
    """What one chunk shows, for how many frames, and how it is encoded."""

    stack: Stack
    frames: int
    encoding: PictureEncoding
    dither: Dither = Dither.GRADIENT
    second: Stack | None = None
    """What the second fields of an interlaced encoding show; None: what the first show, a moment later the same."""


@dataclass(slots=True)
class ChunkSupplies:
    """Pictures, grades, titles and rain for one run of frames."""

    canvas: PictureFormat
    shelf: Shelf
    grades: tuple[Path, ...]
    frames: int
    exact: ExactFootage = field(init=False)
    _used: set[str] = field(default_factory=set)
    _open: list[Generator[Picture]] = field(default_factory=list)
    _running: dict[int, Iterator[Picture]] = field(default_factory=dict)
    _makers: dict[int, BetweenMaker] = field(default_factory=dict)
    _tables: dict[int, GradeTables | None] = field(default_factory=dict)
    _tiles: dict[int, _Tile | BurnTile] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.exact = ExactFootage(self.canvas, self, lambda digest: self.shelf.path(digest).read_bytes())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Give every decoder back now: left to the collector, that would happen at any moment, in any thread."""
        for decoding in self._open:
            decoding.close()

    def settled(self, stack: Stack) -> Stack:
        """Return a stack as the renderer takes it: what no LUT is near enough for stands as graded pictures."""
        return self.exact.settle(stack, [read_baked(path) for path in self.grades])

    def picture(self, footage: Footage, frame: int) -> Picture:
        """Return the next picture of a footage; frames are asked for in order, each once."""
        graded = self.exact.picture(footage, frame)
        if graded is not None:
            return graded
        if footage.media == BARS:
            return self.shelf.bars(footage.format)
        card = card_picture(footage)
        if card is not None:
            return card
        if footage.between is not None:
            return self._maker(footage, footage.between).picture(frame)
        if id(footage) not in self._running:
            self._running[id(footage)] = self._decoded(footage, footage.frames[frame:])
        return next(self._running[id(footage)])

    def _maker(self, footage: Footage, between: Between) -> BetweenMaker:
        """Return what makes the frames of a footage that lie between its pictures."""
        if id(footage) not in self._makers:
            decoded = self._decoded(footage, decode_order(between.shares))
            self._makers[id(footage)] = BetweenMaker(between=between, decoded=decoded)
        return self._makers[id(footage)]

    def _decoded(self, footage: Footage, indices: Sequence[int]) -> Generator[Picture]:
        """Return pictures of a footage, in the format the document says they are in."""
        self._used.add(footage.media)
        self._open.append(_in_format(self.shelf, footage, indices))
        return self._open[-1]

    def check_unchanged(self) -> None:
        """Refuse a result if media it was made from changed meanwhile."""
        self.shelf.check_unchanged(self._used)

    def grade(self, index: int) -> GradeTables | None:
        """Return a baked grade as the kernels take it."""
        if index not in self._tables:
            self._tables[index] = grade_tables(self.grades[index], self.canvas.composing_matrix)
        return self._tables[index]

    def overlay(self, titled: Titled, frame: int) -> Overlay:
        """Return what a title draws at a frame of the run."""
        if id(titled) not in self._tiles:
            self._tiles[id(titled)] = self._tile(titled)
        return self._tiles[id(titled)].overlay(titled.first_frame + frame)

    def _tile(self, titled: Titled) -> _Tile | BurnTile:
        if isinstance(titled.title, BurnUse):
            return BurnTile(titled.title, self.canvas)
        use: TitleUse = titled.title
        first, last = max(titled.first_frame, 0), min(titled.first_frame + self.frames, use.duration_frames)
        size = self.canvas.width, self.canvas.height
        if use.spec.roll is None:
            return _Tile(use=use, motion=None, image=drawn_title(use, size, self.shelf.folder, None, self.canvas))
        motion = plan_roll(use.spec, *size, duration_frames=use.duration_frames, font_root=self.shelf.folder)
        rows = motion.rows_between(first, max(last, first + 1))
        return _Tile(use=use, motion=motion, image=drawn_title(use, size, self.shelf.folder, rows, self.canvas))

    def rain_arguments(self, rained: Rained, frame: int) -> list[Any]:
        """Return the rain kernel's arguments at a frame of the run."""
        use: RainUse = rained.rain
        size = self.canvas.width, self.canvas.height
        return rain_arguments(use.spec, size, use.rate.fraction, rained.seconds[frame])


def _in_format(shelf: Shelf, footage: Footage, indices: Sequence[int]) -> Generator[Picture]:
    with contextlib.closing(shelf.pictures(footage.media, indices, footage.stream, footage.reading)) as pictures:
        for decoded in pictures:
            yield decoded if decoded.format == footage.format else without_alpha(decoded, footage.format)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tile:
    """A title's drawn part, good for one run of frames."""

    use: TitleUse
    motion: RollMotion | None
    image: TitleImage

    def overlay(self, local_frame: int) -> Overlay:
        use = self.use
        state = title_state(use.spec, local_frame, use.duration_frames, use.rate, motion=self.motion)
        if state.opacity == 0 or self.image.is_empty:
            return _NOTHING
        left, top = self.image.left_px + round(state.offset_x_px), self.image.top_px + round(state.offset_y_px)
        return Overlay(rgba=self.image.rgba, left=left, top=top, opacity=state.opacity)


_NOTHING = Overlay(rgba=np.zeros((2, 2, 4), np.float32), left=0, top=0, opacity=0.0)


@functools.lru_cache(maxsize=24)
def drawn_title(
    use: TitleUse, size: tuple[int, int], folder: Path, rows: tuple[int, int] | None, canvas: PictureFormat
) -> TitleImage:
    """Return a title's image in the canvas's color; titles that span chunks are drawn once."""
    image = render_title(use.spec, *size, font_root=folder, rows=rows)
    return replace(image, rgba=drawn_colors(image.rgba, canvas))


@functools.lru_cache(maxsize=8)  # up to 26 MB each
def grade_tables(path: Path, matrix: Matrix) -> GradeTables | None:
    """Return the tables of a baked grade in the store; None where the grade changes nothing."""
    baked = read_baked(path)
    if not isinstance(baked, BakedGrade):
        return None
    return GradeTables.of(baked.lut, (baked.shaper_low, baked.shaper_high), baked.shaper, matrix)


def run_picture(params: PictureParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    """Render a chunk and write its packet file."""
    canvas = params.encoding.format
    pool = FramePool(canvas, pictures=AHEAD_PICTURES + 3)  # made ahead, being made, being encoded, and one to spare
    meter = measure_pq_light if canvas.transfer == PQ else None
    with contextlib.closing(ahead(_pictures(params, inputs, pool, context), AHEAD_PICTURES)) as pictures:
        encode_chunk(pictures, params.encoding, out, pool=pool, meter=meter)


def _pictures(
    params: PictureParams, inputs: tuple[Path, ...], pool: FramePool, context: JobContext
) -> Generator[Picture]:
    """Yield the pictures of a chunk, in frames of the pool; two moments woven into each where it is interlaced."""
    canvas, moment = params.encoding.format, None if params.second is None else Picture.empty(params.encoding.format)
    stacks = [stack for stack in (params.stack, params.second) if stack is not None]
    shelf = Shelf.of(context)
    made = [ChunkSupplies(canvas=canvas, shelf=shelf, grades=inputs, frames=params.frames) for _ in stacks]
    with contextlib.ExitStack() as held:
        renderers = [
            Renderer(held.enter_context(supplies).settled(stack), canvas, supplies, params.dither)
            for stack, supplies in zip(stacks, made, strict=True)
        ]
        for frame in range(params.frames):
            context.check_cancelled()
            picture = pool.picture()
            renderers[0].render(frame, picture)
            if moment is not None:
                renderers[1].render(frame, moment)
                lay_field(picture, moment, is_top=params.encoding.fields is FieldOrder.BOTTOM)
            yield picture
            context.report((frame + 1) / params.frames)
    for supplies in made:
        supplies.check_unchanged()


AHEAD_PICTURES = 3
WORDS = {
    "frames": "the source frames",
    "between": "what is shown between pictures",
    "shares": "",
    "media": "the media's content",
    "reading": "how its fields are read",
    "seconds": "",
    "weights": "",
    "positions": "the wipe",
    "opacities": "the opacity",
    "mode": "the blend mode",
    "key": "the key",
    "xx": "how the shot moves",
    "x": "how the shot moves",
    "y": "how the shot moves",
    **dict.fromkeys(("xy", "yx", "yy"), ""),
    "first_frame": "the title's place",
    "text": "the title's words",
    "texts": "what is burnt in",
    "is_linear": "the light of the mix",
    "scaling": "the scaling filter",
    "dither": "the dither",
    "grade": "",
}
"""What editors call the parameters of a picture."""
PICTURE = JobKind(name="studio.picture", version="3", function=run_picture, suffix=".packets", words=WORDS)
