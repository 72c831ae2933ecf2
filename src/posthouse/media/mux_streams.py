"""Streams of an output file, described by packet files instead of by an encoder at work."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from av.codec import Codec

from posthouse.errors import DeliveryError
from posthouse.media.encoders import COLOR_OPTIONS, ENCODER_FLAGS
from posthouse.media.mux_hdr import add_stream_saying

if TYPE_CHECKING:
    import av
    from av.codec import CodecContext
    from av.container import OutputContainer

    from posthouse.media.hdr import HdrMetadata
    from posthouse.media.packets import StreamFacts
    from posthouse.timing import Timecode

_QUICKTIME_FAMILY = ("mp4", "mov")


def add_picture_stream(
    output: OutputContainer, facts: StreamFacts, start: Timecode | None, hdr: HdrMetadata | None = None
) -> av.VideoStream:
    """Add the stream of a film's pictures; ``start`` is the timecode of frame 0, ``hdr`` what the container says.

    FFmpeg's writer learns a stream only from an opened encoder, so one is opened with the same settings and never fed.
    """
    codec = Codec(facts.encoder, "w").canonical_name
    stream = (
        add_stream_saying(output, codec, facts.codec_tag, hdr) if hdr else cast("av.VideoStream", _added(output, facts))
    )
    context = stream.codec_context
    context.width, context.height, context.pix_fmt = facts.width, facts.height, facts.pixel_format
    context.sample_aspect_ratio = facts.sample_aspect
    context.framerate, context.time_base = facts.ticks_per_second, 1 / facts.ticks_per_second
    _open(context, facts)
    stream.time_base = 1 / facts.ticks_per_second
    if hdr and facts.codec_tag and output.format.name in _QUICKTIME_FAMILY:
        context.codec_tag = facts.codec_tag
    if output.format.name in _QUICKTIME_FAMILY and stream.codec.canonical_name == "hevc":
        context.codec_tag = "hvc1"  # parameter sets only in the header, which Apple's players ask for
    if start is not None:
        stream.metadata["timecode"] = str(start)
    return stream


def add_sound_stream(output: OutputContainer, facts: StreamFacts) -> av.AudioStream:
    """Add the stream of a film's sound."""
    stream = cast("av.AudioStream", _added(output, facts))
    context = stream.codec_context
    context.format, context.layout = facts.sample_format, facts.layout
    _open(context, facts)
    return stream


def _added(output: OutputContainer, facts: StreamFacts) -> av.VideoStream | av.AudioStream:
    rate = facts.ticks_per_second if facts.kind == "picture" else facts.sample_rate
    try:
        return cast("av.VideoStream | av.AudioStream", output.add_stream(facts.encoder, rate=rate))
    except ValueError as error:
        raise DeliveryError(f"{output.format.name} files cannot hold {facts.encoder}") from error


def _open(context: CodecContext, facts: StreamFacts) -> None:
    is_its_own = context.codec.name == facts.encoder  # like a template, it may be another encoder of the codec
    options = {name: text for name, text in facts.options if is_its_own or name in COLOR_OPTIONS}
    context.thread_count, context.options = 1, options
    context.flags |= ENCODER_FLAGS
    context.open()
    context.extradata = facts.extradata or None
