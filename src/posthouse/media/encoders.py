"""FFmpeg's video encoders, opened so that the same pictures give the same bytes on every machine and thread count."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

import av
import av.logging
from av.codec.context import Flags

from posthouse.errors import ProductionError
from posthouse.media.frames import FFMPEG_MATRIX, FFMPEG_RANGE, FFMPEG_SITING, raw_pixel_format
from posthouse.media.scan import scan_options

if TYPE_CHECKING:
    from av.video.codeccontext import VideoCodecContext

    from posthouse.media.encoding import PictureEncoding
    from posthouse.signal import PictureFormat

HOUSE_OPTIONS: dict[str, dict[str, str]] = {
    # Access unit delimiters: two one-picture chunks in a row are two IDR pictures with one idr_pic_id, and a decoder
    # of a bare byte stream must still see where the second begins (H.264, 7.4.1.2.4).
    "libx264": {"x264-params": "aud=1:lookahead-threads=1:sliced-threads=0"},
    # No thread pool, no log, no settings written into the stream.
    "libx265": {"x265-params": "pools=none:frame-threads=1:info=0:log-level=none"},
    # FFmpeg's MPEG-2 closes groups only where it looks for no scene changes.
    "mpeg2video": {"sc_threshold": "1000000000"},
}
"""What we set for an encoder before the author's options; ``*-params`` of both are joined."""
X264_WITHOUT_AVX512 = "asm=MMX2,SSE2Fast,SSSE3,SSE4.2,AVX,FMA3,BMI1,BMI2,AVX2,LZCNT"
"""
x264 core 165 on AVX-512 reads memory it never wrote (in its macroblock tree, at widths that are no multiple of 128):
of 640 equal encodes of 144x80 on four threads 25 gave other bytes; with this list, or without the tree, none did.
"""
COLOR_OPTIONS = frozenset({"color_range", "colorspace", "color_primaries", "color_trc", "chroma_sample_location"})
ENCODER_FLAGS = int(Flags.global_header) | int(Flags.bitexact) | int(Flags.closed_gop)


def open_encoder(encoding: PictureEncoding) -> VideoCodecContext:
    """Return an opened encoder on one thread.

    Raises:
        ProductionError: no such encoder, an option it does not know, or settings it refuses.
    """
    context = new_video_context(encoding.encoder)
    describe(context, encoding)
    context.options = merged_options(encoding)
    if encoding.encoder == "libx264" and _has_avx512():
        context.options["x264-params"] = f"{X264_WITHOUT_AVX512}:{context.options['x264-params']}"
    try:
        context.open()
    except (av.FFmpegError, OverflowError) as error:
        raise _refused(encoding) from error
    if context.options:
        raise ProductionError(f"{encoding.encoder} has no option {', '.join(map(repr, context.options))}")
    return context


@cache
def _has_avx512() -> bool:
    import llvmlite.binding as llvm  # slow to import, needed only when pictures are encoded

    return bool(llvm.get_host_cpu_features().get("avx512f", False))


def _refused(encoding: PictureEncoding) -> ProductionError:
    pixels, size = raw_pixel_format(encoding.format), f"{encoding.format.width}x{encoding.format.height}"
    settings = ", ".join(f"{name}={text}" for name, text in encoding.options) or "no options"
    taken = [pixel_format.name for pixel_format in av.Codec(encoding.encoder, "w").video_formats or ()]
    hint = f"it takes {', '.join(taken)}" if taken and pixels not in taken else ""
    return ProductionError(f"{encoding.encoder} refuses {pixels} at {size} with {settings}", hint=hint)


def check_encoding(encoding: PictureEncoding) -> None:
    """Open an encoder to see that it takes its settings, those within ``x264-params`` and kin too; for one thread at a
    time, before a build: FFmpeg's messages of all threads are listened to meanwhile.

    Raises:
        ProductionError: as ``open_encoder``; or it told of a setting it does not know.
    """
    av.logging.set_level(av.logging.WARNING)
    try:
        with av.logging.Capture() as messages:
            open_encoder(encoding)
    finally:
        av.logging.set_level(None)
    told = [text.strip() for _, _, text in messages if "rror parsing option" in text or "nknown option" in text]
    if told:
        raise ProductionError(f"{encoding.encoder} does not take its settings: {told[0]}")


def new_video_context(encoder: str) -> VideoCodecContext:
    """Return an unopened context of an encoder named as FFmpeg does.

    Raises:
        ProductionError: there is no such video encoder.
    """
    try:
        context = av.CodecContext.create(encoder, "w")
    except ValueError as error:
        raise ProductionError(
            f"there is no encoder {encoder!r}", hint="for example libx264, libx265, prores_ks, dnxhd, ffv1"
        ) from error
    if context.type != "video":
        raise ProductionError(f"{encoder!r} is an encoder of {context.type}, not of pictures")
    return cast("VideoCodecContext", context)


def describe(context: VideoCodecContext, encoding: PictureEncoding) -> None:
    """Set what a stream is: size, rate, aspect, pixels; and that nothing but these decides its bytes."""
    context.width, context.height = encoding.format.width, encoding.format.height
    context.pix_fmt = raw_pixel_format(encoding.format)
    context.framerate = encoding.rate.fraction
    context.time_base = 1 / encoding.rate.fraction
    context.sample_aspect_ratio = encoding.sample_aspect
    context.thread_count = 1
    context.flags |= ENCODER_FLAGS


def merged_options(encoding: PictureEncoding) -> dict[str, str]:
    """Return the house's options, the color tags, the author's options, which win, and those of interlaced streams."""
    house, own = HOUSE_OPTIONS.get(encoding.encoder, {}), dict(encoding.options)
    joined = {name: f"{text}:{own[name]}" for name, text in house.items() if name in own}
    return scan_options(encoding, color_options(encoding.format) | house | own | joined)


def color_options(picture_format: PictureFormat) -> dict[str, str]:
    """Return the color tags as FFmpeg's codec options (ITU-T H.273 names)."""
    return {
        "color_range": FFMPEG_RANGE[picture_format.range],
        "colorspace": FFMPEG_MATRIX[picture_format.matrix],
        "color_primaries": picture_format.primaries,
        "color_trc": picture_format.transfer,
        "chroma_sample_location": FFMPEG_SITING[picture_format.siting],
    }


def has_encoder(name: str) -> bool:
    """Return whether FFmpeg has an encoder of that name."""
    try:
        av.codec.Codec(name, "w")
    except (ValueError, av.FFmpegError):
        return False
    return True


def encoder_licence() -> str:
    """Return what FFmpeg says of the licence it was built under."""
    from av import _core

    return str(_core.library_meta["libavcodec"]["license"])
