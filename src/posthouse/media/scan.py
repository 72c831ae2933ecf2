"""Interlaced streams: what an encoder is told of its fields, and the flag every frame must carry into it.

FFmpeg's encoders read the order of fields from each frame, and containers from the codec's ``field_order``; x264 reads
neither for the second order and has settings of its own. PyAV cannot set a frame's flags, FFmpeg's ``setfield`` can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import av
from av.filter import Graph

from posthouse.errors import ProductionError
from posthouse.media.facts import FieldOrder
from posthouse.media.frames import raw_pixel_format

if TYPE_CHECKING:
    from posthouse.media.encoding import PictureEncoding

INTERLACED_ENCODERS = frozenset({"libx264", "mpeg2video", "prores_ks", "prores_aw", "prores", "ffv1", "v210"})
"""Those whose streams say that they are interlaced, and say it again when read."""
_MODES = {FieldOrder.TOP: "tff", FieldOrder.BOTTOM: "bff"}
_CODEC_ORDERS = {FieldOrder.TOP: "tt", FieldOrder.BOTTOM: "bb"}


def scan_options(encoding: PictureEncoding, options: dict[str, str]) -> dict[str, str]:
    """Return an encoder's options with those that make its stream interlaced; as they are where it is not.

    Raises:
        ProductionError: an encoder that cannot say so, or lines that do not make two fields.
    """
    if encoding.fields is FieldOrder.PROGRESSIVE:
        return options
    _check(encoding)
    flags = f"{options.get('flags', '')}+ildct+ilme"
    told = {"flags": flags, "field_order": _CODEC_ORDERS[encoding.fields]}
    if encoding.encoder == "libx264":
        told["x264-params"] = f"{options.get('x264-params', '')}:{_MODES[encoding.fields]}=1".lstrip(":")
    return options | told


def _check(encoding: PictureEncoding) -> None:
    if encoding.encoder not in INTERLACED_ENCODERS:
        raise ProductionError(
            f"{encoding.encoder} makes no interlaced streams", hint=f"{', '.join(sorted(INTERLACED_ENCODERS))} do"
        )
    lines = 2 << encoding.format.chroma.log2_y
    if encoding.format.height % lines:
        raise ProductionError(
            f"{raw_pixel_format(encoding.format)} pictures of {encoding.format.height} lines cannot be interlaced",
            hint=f"the number of lines must be a multiple of {lines}",
        )


class FieldFlags:
    """Flags frames as interlaced on their way to an encoder; their planes are shared, not copied."""

    def __init__(self, encoding: PictureEncoding) -> None:
        self._graph: Graph | None = None
        self._tick = 1 / encoding.rate.fraction
        if encoding.fields is FieldOrder.PROGRESSIVE:
            return
        form = encoding.format
        graph = Graph()
        graph.threads = 1
        pixels = av.VideoFormat(raw_pixel_format(form))
        source = graph.add_buffer(width=form.width, height=form.height, format=pixels, time_base=self._tick)
        setfield = graph.add("setfield", f"mode={_MODES[encoding.fields]}")
        source.link_to(setfield)
        setfield.link_to(graph.add("buffersink"))
        graph.configure()
        self._graph = graph

    def flagged(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Return the frame, flagged."""
        if self._graph is None:
            return frame
        frame.time_base = self._tick
        self._graph.push(frame)
        flagged = cast("av.VideoFrame", self._graph.pull())
        flagged.pict_type = av.video.frame.PictureType.NONE
        return flagged
