"""Single fields to whole pictures, with FFmpeg's bwdif (the BBC's w3fdif filters with yadif's edge checks).

Problem: bwdif looks at the frame before and the frame after, and treats the first and the last field of a stream
apart; yet picture i must be the same wherever reading begins.
Example: to read frame 7 of 10, frames 6, 7, 8 are fed to a new filter: what it makes of 6 is thrown away (it took 6
for the beginning of a stream), what it makes of 7 is exact. Frames 0 and 9 are fed as the ends they are.
Traps: FFmpeg converts pixels it has no filter for without a word: the format that comes out is compared.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from posthouse.errors import MediaError
from posthouse.media.facts import FieldOrder
from posthouse.media.frames import copy_plane, picture_in, raw_pixel_format
from posthouse.media.reader import BACKWARD_BYTES, runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from av.filter.graph import Graph
    from av.video.frame import VideoFrame

    from posthouse.media.reading import FieldReading
    from posthouse.signal import Picture, PictureFormat

    Take = Callable[[Sequence[int]], Iterator[Picture]]

_WORTH_FEEDING_FRAMES = 3
"""A new filter costs the frame before: up to so many frames apart, feeding on is no dearer."""
_PARITY = {FieldOrder.TOP: "tff", FieldOrder.BOTTOM: "bff"}


def deinterlaced(reading: FieldReading, take: Take, frame_count: int, indices: Sequence[int]) -> Iterator[Picture]:
    """Yield the picture of each index, in the order asked for; each is what reading from the start gives there.

    Args:
        reading: which field is first, and whether pictures count frames or fields.
        take: yields the media's frames.
        frame_count: how many frames there are.
        indices: of pictures, from 0; repeats and backward runs are fine.

    Raises:
        MediaError: pixels bwdif does not take.
    """
    for run in runs(indices):
        if run[-1] < run[0]:
            yield from _backward(reading, take, frame_count, run)
        else:
            yield from _forward(reading, take, frame_count, run)


def _forward(reading: FieldReading, take: Take, frame_count: int, run: Sequence[int]) -> Iterator[Picture]:
    """Yield a rising run; a picture asked for again is given again."""
    times = Counter(run)
    for stretch in _stretches(list(times), _per_frame(reading)):
        for index, picture in zip(stretch, _filtered(reading, take, frame_count, stretch), strict=True):
            for _ in range(times[index]):
                yield picture


def _backward(reading: FieldReading, take: Take, frame_count: int, run: Sequence[int]) -> Iterator[Picture]:
    """Yield a falling run: windows of what memory holds are made forward and given out backward."""
    at, size = 0, 2
    while at < len(run):
        window = run[at : at + size]
        rising = sorted(set(window))
        held = dict(zip(rising, _forward(reading, take, frame_count, rising), strict=True))
        yield from (held[index] for index in window)
        at += len(window)
        size = max(2, BACKWARD_BYTES // max(1, sum(plane.nbytes for plane in held[window[0]].planes)))


def _per_frame(reading: FieldReading) -> int:
    return 2 if reading.is_double else 1


def _stretches(indices: Sequence[int], per_frame: int) -> Iterator[list[int]]:
    """Yield rising indices in stretches worth one filter each."""
    stretch = [indices[0]]
    for before, index in pairwise(indices):
        if index // per_frame - before // per_frame > _WORTH_FEEDING_FRAMES:
            yield stretch
            stretch = []
        stretch.append(index)
    yield stretch


def _filtered(reading: FieldReading, take: Take, frame_count: int, stretch: Sequence[int]) -> Iterator[Picture]:
    """Yield the pictures of a rising stretch from one run of the filter."""
    per_frame = _per_frame(reading)
    first, last = max(0, stretch[0] // per_frame - 1), min(frame_count - 1, stretch[-1] // per_frame + 1)
    wanted, number, bwdif = set(stretch), first * per_frame, Bwdif(reading)
    for frame, picture in zip(range(first, last + 1), take(range(first, last + 1)), strict=True):
        bwdif.feed(picture)
        if frame == frame_count - 1:
            bwdif.end()
        for made in bwdif.ready():
            if number in wanted:
                yield made
            number += 1


class Bwdif:
    """One run of the filter over frames in order, on one thread."""

    def __init__(self, reading: FieldReading) -> None:
        self._reading = reading
        self._graph: Graph | None = None
        self._format: PictureFormat | None = None
        self._fed = 0

    def feed(self, picture: Picture) -> None:
        """Give the filter its next frame; its planes are copied."""
        import av  # late: this module is read by commands that need no picture

        self._format = picture.format
        if self._graph is None:
            self._graph = self._opened(picture.format)
        frame = av.VideoFrame(picture.format.width, picture.format.height, raw_pixel_format(picture.format))
        for target, source in zip(picture_in(frame, picture.format).planes, picture.planes, strict=True):
            copy_plane(target, source)
        frame.pts, frame.time_base = self._fed, Fraction(1)
        self._fed += 1
        self._graph.push(frame)

    def end(self) -> None:
        """Tell the filter that the last frame was the media's last."""
        assert self._graph is not None
        self._graph.push(None)

    def ready(self) -> Iterator[Picture]:
        """Yield what the filter can make of what it has."""
        import av

        assert self._graph is not None
        assert self._format is not None
        while True:
            try:
                frame = cast("VideoFrame", self._graph.pull())
            except (av.BlockingIOError, av.EOFError):
                return
            _refuse_converted(frame.format.name, raw_pixel_format(self._format))
            yield picture_in(frame, self._format)

    def _opened(self, form: PictureFormat) -> Graph:
        import av
        from av.filter import Graph

        graph, pixels = Graph(), raw_pixel_format(form)
        graph.threads = 1
        source = graph.add_buffer(
            width=form.width, height=form.height, format=av.VideoFormat(pixels), time_base=Fraction(1)
        )
        mode = "send_field" if self._reading.is_double else "send_frame"
        bwdif = graph.add("bwdif", f"mode={mode}:parity={_PARITY[self._reading.order]}:deint=all")
        source.link_to(bwdif)
        bwdif.link_to(graph.add("buffersink"))
        graph.configure()
        return graph


def _refuse_converted(made: str, wanted: str) -> None:
    """Raise where FFmpeg put a conversion before a filter that does not know the pixels."""
    if made != wanted:
        raise MediaError(
            f"interlaced pictures stored as {wanted} cannot be deinterlaced",
            hint="say fields: keep to use the frames as they are",
        )
