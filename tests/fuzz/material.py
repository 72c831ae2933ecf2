"""Whole files to be damaged: small ones of every container and codec, self-made, and real ones where there are any."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import av
import numpy as np

from posthouse.media.images import write_image

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer, OutputContainer
    from av.stream import Stream

SIZE = (96, 64)
MOST_BYTES = 700_000
"""Real files past this are shortened: by packets where their container can be written, else at this byte."""
MOST_PACKETS = 60

PICTURES: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("h264.mp4", "libx264", "yuv420p", {"bf": "3", "b-pyramid": "normal"}),
    ("h264-open.mkv", "libx264", "yuv420p", {"x264-params": "open-gop=1:keyint=8"}),
    ("h264-interlaced.ts", "libx264", "yuv420p", {"flags": "+ildct+ilme"}),
    ("h264-10.mov", "libx264", "yuv422p10le", {}),
    ("h264.flv", "libx264", "yuv420p", {"bf": "0"}),
    ("hevc.mp4", "libx265", "yuv420p", {"x265-params": "log-level=none:keyint=8"}),
    ("hevc-10.mkv", "libx265", "yuv420p10le", {"x265-params": "log-level=none:open-gop=1:keyint=8"}),
    ("mpeg2.mpg", "mpeg2video", "yuv420p", {"bf": "2"}),
    ("mpeg2.ts", "mpeg2video", "yuv422p", {"bf": "2", "flags": "+ildct+ilme"}),
    ("mpeg2.mxf", "mpeg2video", "yuv422p", {"bf": "2"}),
    ("mpeg4.avi", "mpeg4", "yuv420p", {"bf": "2"}),
    ("prores.mov", "prores_ks", "yuv422p10le", {"profile": "hq"}),
    ("prores4444.mov", "prores_ks", "yuva444p10le", {"profile": "4444"}),
    ("dnxhd.mxf", "dnxhd", "yuv422p", {"profile": "dnxhr_sq"}),
    ("ffv1.mkv", "ffv1", "yuv420p10le", {"level": "3"}),
    ("ffv1.avi", "ffv1", "bgr0", {"level": "1"}),
    ("vp8.webm", "libvpx", "yuv420p", {"cpu-used": "8", "deadline": "realtime"}),
    ("vp9.webm", "libvpx-vp9", "yuv420p", {"cpu-used": "8", "deadline": "realtime"}),
    ("av1.mp4", "libsvtav1", "yuv420p", {"preset": "12"}),
    ("mjpeg.avi", "mjpeg", "yuvj422p", {}),
    ("jpeg2000.mov", "jpeg2000", "yuv422p10le", {}),
    ("png.mov", "png", "rgba", {}),
    ("rle.mov", "qtrle", "rgb24", {}),
    ("v210.mov", "v210", "yuv422p10le", {}),
    ("raw.avi", "rawvideo", "bgr24", {}),
    ("utvideo.avi", "utvideo", "yuv422p", {}),
    ("cinepak.avi", "cinepak", "rgb24", {}),
    ("theora.ogg", "libtheora", "yuv420p", {}),
    ("wmv2.asf", "wmv2", "yuv420p", {}),
    ("anim.gif", "gif", "rgb8", {}),
    ("anim.apng", "apng", "rgba", {}),
    ("raw.y4m", "wrapped_avframe", "yuv420p", {}),
    ("hap.mov", "hap", "rgba", {}),
    ("cfhd.mov", "cfhd", "yuv422p10le", {}),
    ("dv.dv", "dvvideo", "yuv420p", {}),
)
"""File name, encoder, pixel format, options; what this build of FFmpeg cannot make is left out."""
SOUNDS: tuple[tuple[str, str, str], ...] = (
    ("s16.wav", "pcm_s16le", "s16"), ("s24.wav", "pcm_s24le", "s32"), ("f32.wav", "pcm_f32le", "flt"),
    ("adpcm.wav", "adpcm_ms", "s16p"), ("s16.aiff", "pcm_s16be", "s16"), ("sound.flac", "flac", "s16"),
    ("sound.mp3", "libmp3lame", "fltp"), ("vorbis.ogg", "libvorbis", "fltp"), ("opus.ogg", "libopus", "flt"),
    ("aac.m4a", "aac", "fltp"), ("alac.m4a", "alac", "s16p"), ("adts.aac", "aac", "fltp"),
    ("s16.caf", "pcm_s16be", "s16"), ("s16.w64", "pcm_s16le", "s16"), ("s16.au", "pcm_s16be", "s16"),
    ("sound.wv", "wavpack", "s16p"), ("sound.ac3", "ac3", "fltp"), ("sound.tta", "tta", "s16"),
    ("mp2.mpg", "mp2", "s16"), ("sound.eac3", "eac3", "fltp"), ("dts.mka", "dca", "s32"),
)  # fmt: skip
IMAGES: tuple[tuple[str, str], ...] = (
    ("8.png", "8"), ("16.png", "16"), ("8.jpg", "8"), ("8.tif", "8"), ("float.tif", "float"), ("half.exr", "half"),
    ("float.exr", "float"), ("10.dpx", "10"), ("16.dpx", "16"),
)  # fmt: skip
REAL = (
    "footage/BigBuckBunny_160x90-24fps.mov", "footage/bikes.mp4", "footage/book.mkv", "footage/bt601.mov",
    "footage/carphone_distorted.mp4", "footage/cityCC0.mpg", "footage/edts.mp4", "footage/friday.mp4",
    "footage/hdr10-av1.mp4", "footage/help.mkv", "footage/nasa_13013.mp4", "footage/picchu_seq0100_snippet_dnx.mov",
    "footage/rotate-buck-bunny.mp4", "footage/sample_edit_list.mp4", "footage/sample_portrait.mp4",
    "footage/sample_with_chapters.mp4", "footage/sar_2x1.mp4", "footage/tears-of-steel-battle-clip-medium.webm",
    "conformance/imf/HT/AUDIO_b285d8f3-0294-4207-8ea8-4f0b72314213.mxf",
    "conformance/imf/HT/VIDEO_6ed567b7-c030-46d6-9c1c-0f09bab4b962.mxf", "conformance/pse/gray.mp4",
    "conformance/adm/ear_rect_24bit_rf64.wav", "conformance/adm/ear_test_bwf.wav", "conformance/pse/stripes.png",
    "sound/guitar.mp3", "sound/librispeech_198-209-0000.hq.ogg", "sound/sfx_laser1.wav", "sound/sp_misc_crow.flac",
    "cgi/hdri/studio.exr", "cgi/models/2k_earth_daymap.jpg", "colour/clf/CLF_testImage.exr",
    "colour/exr/GammaChart.exr", "colour/exr/WideColorGamut.exr", "colour/exr/t01.exr", "colour/img/checker.cin",
    "colour/img/grid-overscan.exr", "colour/img/uvMap.512x256.dpx", "colour/img/ultraHDR.jpg",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One whole file: its name (the suffix says how it is opened) and its bytes."""

    name: str
    whole: bytes

    @property
    def suffix(self) -> str:
        """Return the file name's ending, which the counts go by."""
        return self.name.rpartition(".")[2]


def gathered(folder: Path, real: Path | None, *, few: bool = False) -> list[Material]:
    """Return what can be damaged: self-made files written to ``folder``, and real ones; ``few`` for a short run."""
    made = [*_pictures(folder, few=few), *_sounds(folder, few=few), *_images(folder)]
    return made + (list(_real(folder, real)) if real is not None and not few else [])


def _pictures(folder: Path, *, few: bool) -> Iterator[Material]:
    for name, codec, pixels, options in PICTURES[:: 4 if few else 1]:
        with contextlib.suppress(av.FFmpegError, ValueError):
            size = (256, 128) if codec in {"dnxhd", "cfhd"} else (720, 576) if codec == "dvvideo" else SIZE
            yield _kept(_encoded_pictures(folder / name, codec, pixels, options, size))


def _encoded_pictures(path: Path, codec: str, pixels: str, options: dict[str, str], size: tuple[int, int]) -> Path:
    with_sound = path.suffix in {".mp4", ".mkv", ".mov", ".ts", ".webm"}
    with av.open(str(path), "w") as container:
        stream = cast("Any", container.add_stream(codec, rate=25, options=options))
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = *size, pixels, 8
        sound = _sound_stream(container, _sound_of(path.suffix)) if with_sound else None
        for number in range(16):
            noise = np.random.default_rng(number // 4).integers(0, 255, (size[1], size[0], 3), np.uint8)
            noise[: size[1] // 2] = number * 12
            frame = av.VideoFrame.from_ndarray(noise, "rgb24").reformat(format=pixels)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if sound is not None:
            _add_sound(container, sound, 24_000)
    return path


def _sound_of(suffix: str) -> str:
    return {".webm": "libopus", ".ts": "mp2", ".mov": "pcm_s16le"}.get(suffix, "aac")


def _sound_stream(container: OutputContainer, codec: str) -> Any:
    stream = cast("Any", container.add_stream(codec, rate=48_000, options={"strict": "experimental"}))
    stream.codec_context.layout = "stereo"
    return stream


def _add_sound(container: OutputContainer, stream: Any, samples: int) -> None:
    codec = stream.codec_context
    tone = np.sin(np.arange(samples) / 20)
    both = np.stack([tone, tone[::-1]])
    layout = codec.format.name
    kind, scale = (np.int16, 12000) if "16" in layout else (np.int32, 1 << 28) if "32" in layout else (np.float32, 0.5)
    shaped = (both * scale).astype(kind)
    planes = shaped if layout.endswith("p") else np.ascontiguousarray(shaped.T.reshape(1, -1))
    frame = av.AudioFrame.from_ndarray(cast("Any", planes), format=layout, layout="stereo")
    frame.sample_rate, frame.pts = 48_000, 0
    for part in av.AudioResampler(layout, "stereo", 48_000, frame_size=codec.frame_size or 1152).resample(frame):
        container.mux(stream.encode(part))
    container.mux(stream.encode(None))


def _sounds(folder: Path, *, few: bool) -> Iterator[Material]:
    for name, codec, sample_format in SOUNDS[:: 3 if few else 1]:
        with contextlib.suppress(av.FFmpegError, ValueError), av.open(str(folder / name), "w") as container:
            stream = _sound_stream(container, codec)
            stream.codec_context.format = sample_format
            _add_sound(container, stream, 48_000)
        if (folder / name).exists() and (folder / name).stat().st_size:
            yield _kept(folder / name)


def _images(folder: Path) -> Iterator[Material]:
    ramp = np.linspace(0, 1, 64 * 48 * 3, dtype=np.float32).reshape(48, 64, 3)
    for name, depth in IMAGES:
        codes = {"8": (np.uint8, 255), "10": (np.uint16, 1023), "16": (np.uint16, 65535)}.get(depth)
        pixels = ramp if codes is None else (ramp * codes[1]).astype(codes[0])
        write_image(folder / name, cast("Any", pixels), depth=cast("Any", depth))
        yield _kept(folder / name)


def _real(folder: Path, media: Path) -> Iterator[Material]:
    for name in REAL:
        path = media / name
        if not path.is_file():
            continue
        if path.stat().st_size > MOST_BYTES:
            short = folder / f"short-{path.name}"
            with contextlib.suppress(av.FFmpegError, ValueError):
                _shortened(path, short)
            path = short if short.exists() and 0 < short.stat().st_size < MOST_BYTES * 2 else path
        yield Material(name=path.name, whole=path.read_bytes()[: MOST_BYTES * 2])


def _shortened(path: Path, to: Path) -> None:
    """Copy a file's first packets into a file of the same container."""
    with av.open(str(path)) as source, av.open(str(to), "w") as target:
        streams = [s for s in source.streams if s.type in {"video", "audio"}]
        targets = {s.index: target.add_stream_from_template(cast("Any", s)) for s in streams}
        for packet in _first_packets(source, streams):
            packet.stream = targets[packet.stream_index]
            target.mux_one(packet)


def _first_packets(source: InputContainer, streams: list[Stream]) -> Iterator[Any]:
    for number, packet in enumerate(source.demux(streams)):
        if number >= MOST_PACKETS:
            return
        if packet.dts is not None:
            yield packet


def _kept(path: Path) -> Material:
    return Material(name=path.name, whole=path.read_bytes())
