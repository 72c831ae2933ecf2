"""The one border to FFmpeg: files are opened here, and what FFmpeg raises becomes a sentence for a person."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

import av
import av.error
import av.logging

from posthouse.errors import MediaError
from posthouse.media.limits import MAX_PIXELS, out_of_memory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer

    from posthouse.media.facts import OpenAs

FORMATS = (
    "3g2,3gp,aac,ac3,aiff,amr,apng,asf,au,av1,avi,caf,dirac,dnxhd,dts,dtshd,dv,eac3,flac,flv,gif,gxf,h261,h263,h264,"
    "hevc,ivf,m4a,m4v,matroska,mj2,mjpeg,mov,mp3,mp4,mpeg,mpegts,mpegvideo,mxf,nut,obu,ogg,rawvideo,rm,swf,tak,truehd,"
    "tta,vc1,vvc,w64,wav,webm,wv,yuv4mpegpipe"
)
"""Containers of pictures and sound. Playlists, text and network formats are not media and never open."""

RAW_SUFFIXES = {".yuv", ".i420", ".raw"}

OPEN_TIMEOUT_S = 60.0

av.logging.set_level(None)


def check_file(path: Path) -> os.stat_result:
    """Return the file's stat.

    Raises:
        MediaError: it is missing, a folder, empty, not a plain file, or may not be read.
    """
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise MediaError(f"{path} does not exist", hint=_nearest_name(path)) from error
    except OSError as error:
        raise _from_system(path, error) from error
    if stat.S_ISDIR(found.st_mode):
        raise MediaError(f"{path} is a folder, not a media file", hint="name the file inside it")
    if not stat.S_ISREG(found.st_mode):
        raise MediaError(f"{path} is not a plain file", hint="copy the media to a plain file first")
    if found.st_size == 0:
        raise MediaError(f"{path} is empty (0 bytes)", hint="copy it again from its source")
    if not os.access(path, os.R_OK):
        raise MediaError(f"{path} may not be read by this user", hint="check the file's permissions")
    return found


@contextmanager
def media_errors(path: Path, doing: str) -> Iterator[None]:
    """Turn what FFmpeg and the system raise while ``doing`` something to ``path`` into a MediaError."""
    try:
        yield
    except MediaError:
        raise
    except MemoryError as error:
        raise out_of_memory(path, doing) from error
    except av.error.InvalidDataError as error:
        cause = f"{path} cannot be {doing}: its contents are damaged or are not media"
        raise MediaError(cause, hint="play it elsewhere to check, or copy it again from its source") from error
    except av.error.DecoderNotFoundError as error:
        raise MediaError(f"{path} cannot be {doing}: it uses a codec posthouse has no decoder for") from error
    except av.error.FFmpegError as error:
        raise MediaError(f"{path} cannot be {doing}: {_plain(error)}", hint="copy it again from its source") from error
    except OSError as error:
        raise _from_system(path, error) from error
    except (ValueError, OverflowError, UnicodeDecodeError) as error:
        cause = f"{path} cannot be {doing}: {str(error) or type(error).__name__}"
        raise MediaError(cause, hint="the file is damaged; copy it again from its source") from error


def open_container(path: Path, open_as: OpenAs | None = None) -> InputContainer:
    """Return the file open for reading, streams probed, FFmpeg silent.

    Raises:
        MediaError: not there, not readable, not media, or damaged past opening.
    """
    check_file(path)
    options = {"format_whitelist": FORMATS, "protocol_whitelist": "file", "max_pixels": str(MAX_PIXELS)}
    raw_format = None
    if path.suffix.lower() in RAW_SUFFIXES and (open_as is None or open_as.raw_size is None):
        raise MediaError(f"{path} is raw video, which does not say its size", hint="give its size and rate")
    if open_as is not None and open_as.raw_size is not None:
        raw_format = "rawvideo"
        options |= _raw_options(open_as)
    with media_errors(path, "opened"):
        return av.open(
            f"file:{path.absolute()}",
            "r",
            format=raw_format,
            options=options,
            metadata_errors="replace",
            timeout=(OPEN_TIMEOUT_S, OPEN_TIMEOUT_S),
        )


def _raw_options(open_as: OpenAs) -> dict[str, str]:
    assert open_as.raw_size is not None
    width, height = open_as.raw_size
    rate = str(open_as.rate) if open_as.rate else "25"
    return {"video_size": f"{width}x{height}", "pixel_format": open_as.raw_pixel_format, "framerate": rate}


def _plain(error: av.error.FFmpegError) -> str:
    words = error.strerror or str(error)
    return words[:1].lower() + words[1:]


def _from_system(path: Path, error: OSError) -> MediaError:
    reason = (error.strerror or str(error)).lower()
    return MediaError(f"{path} cannot be read: {reason}", hint="check the path, its permissions and the disk")


def _nearest_name(path: Path) -> str:
    """Return a hint naming the file of the same folder whose name is nearest, or saying what is not a path here."""
    import difflib  # only when something is missing

    if any(part in {"http:", "https:", "ftp:", "s3:", "file:"} for part in path.parts):
        return "addresses are not fetched; copy the file beside the production"
    if "~" in path.parts:
        return "~ does not stand for your home here; write the path in full"
    if "\\" in path.name:
        return "write / between folders"
    try:
        names = [each.name for each in path.parent.iterdir()]
    except OSError:
        return f"the folder {path.parent} does not exist"
    near = difflib.get_close_matches(path.name, names, n=1, cutoff=0.6)
    return f"did you mean {path.parent / near[0]}?" if near else "check the path; posthouse relink looks for it"
