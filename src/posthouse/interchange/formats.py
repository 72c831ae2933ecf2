"""The list of formats: a line each, so that a new one is a folder and a line here."""

from __future__ import annotations

import enum
import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from posthouse.errors import MediaError

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.timeline import Reading, Timeline, Writing
    from posthouse.timing import Rate


class Nests(enum.StrEnum):
    """Which clips of a written cut may show a timeline."""

    NONE = "none"
    PLAIN = "plain"  # those that play at 100%
    ALL = "all"


class Multicams(enum.StrEnum):
    """Which multicams a written cut may hold with all their angles."""

    NONE = "none"
    ONE_RATE = "one rate"  # whose cameras run at the cut's rate, and recorders in time with them
    ALL = "all"


class Reader(Protocol):
    """``read(path, rate=None)``: ``rate`` is what a person says of a file that does not say its own (an EDL)."""

    def __call__(self, path: Path, *, rate: Rate | None = None) -> Reading:
        """Return what the file holds; raises MediaError with place, cause and fix where it cannot be read."""


class Writer(Protocol):
    """``write(timelines, name)``: the first timeline is the cut, the others are nested in it."""

    def __call__(self, timelines: tuple[Timeline, ...], *, name: str) -> Writing:
        """Return the cut in the format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: where its reader and writer are (``read`` and ``write`` of ``interchange.<module>``)."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    module: str
    can_read: bool = True
    can_write: bool = True
    nests: Nests = Nests.NONE
    """Whether a cut that is written holds the timelines its clips show; else it has to be laid flat before."""
    multicams: Multicams = Multicams.NONE
    """Whether it holds the angles of a multicam clip, too."""
    takes_luts: bool = False
    """Whether a clip's color can be a LUT in a file beside it."""
    takes_keys: bool = False
    """Whether a clip can have a luma key."""
    starts: tuple[bytes, ...] = ()
    """Bytes near the start of a file that tell it, whatever its suffix says."""

    @property
    def reader(self) -> Reader:
        """Return the format's reader."""
        return cast("Reader", importlib.import_module(f"posthouse.interchange.{self.module}").read)

    @property
    def writer(self) -> Writer:
        """Return the format's writer."""
        return cast("Writer", importlib.import_module(f"posthouse.interchange.{self.module}").write)


FORMATS: tuple[Format, ...] = (
    Format(name="edl", title="CMX3600 edit decision list", suffixes=(".edl",), module="edl"),
    Format(name="ale", title="Avid Log Exchange", suffixes=(".ale",), module="ale", starts=(b"FIELD_DELIM\t",)),
    Format(
        name="protools-text",
        title="Pro Tools session text",
        suffixes=(".txt",),
        module="protools_text",
        starts=(b"SESSION NAME:",),
    ),
    Format(
        name="fcp7",
        title="Final Cut 7 XML (xmeml)",
        suffixes=(".xml",),
        module="fcp7",
        nests=Nests.ALL,
        multicams=Multicams.ONE_RATE,
        starts=(b"<xmeml",),
    ),
    Format(
        name="fcpxml",
        title="FCPXML",
        suffixes=(".fcpxml", ".fcpxmld"),
        module="fcpxml",
        nests=Nests.ALL,
        multicams=Multicams.ALL,
        starts=(b"<fcpxml",),
    ),
    Format(
        name="otio",
        title="OpenTimelineIO",
        suffixes=(".otio",),
        module="otio",
        nests=Nests.ALL,
        starts=(b'"OTIO_SCHEMA"',),
    ),
    Format(
        name="otio-resolve",
        title="OpenTimelineIO as DaVinci Resolve takes it",
        suffixes=(".otio",),
        module="otio.resolve",
        nests=Nests.ALL,
        can_read=False,
    ),
    Format(
        name="aaf",
        title="Advanced Authoring Format",
        suffixes=(".aaf",),
        module="aaf",
        starts=(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),  # a structured storage file ([MS-CFB], 2.2)
    ),
    Format(
        name="mlt",
        title="MLT XML",
        suffixes=(".mlt", ".xml"),
        module="mlt",
        nests=Nests.PLAIN,
        takes_luts=True,
        takes_keys=True,
        starts=(b"<mlt",),
    ),
    Format(
        name="cubase",
        title="Cubase track archive",
        suffixes=(".xml",),
        module="cubase",
        can_write=False,
        starts=(b"<tracklist2",),
    ),
    Format(name="prproj", title="Premiere project", suffixes=(".prproj",), module="prproj", can_write=False),
    Format(
        name="kdenlive",
        title="Kdenlive",
        suffixes=(".kdenlive",),
        module="mlt.kdenlive",
        nests=Nests.PLAIN,
        takes_luts=True,
        takes_keys=True,
        starts=(b"<mlt",),
    ),
)
"""Every format, in the order they are tried."""
_HEAD = 4096
_BUNDLED = "Info.fcpxml"
"""What a bundle of Final Cut, which is a folder, holds."""
_FIRST_SIGNS = {b"<", b"{", b"H", b"S", b"\xd0"}
"""What files begin with whose bytes tell them; an EDL may quote any of them further down."""
_SURE_BY_SUFFIX = {"edl", "ale", "otio", "aaf", "prproj"}
"""Formats whose readers say themselves what is wrong with a file of their suffix."""


def format_of(path: Path) -> Format:
    """Return the format of a file: what its first bytes say it is; where they say nothing, its suffix.

    Raises:
        MediaError: no format has the suffix, or the bytes are of none that has.
    """
    suffix = path.suffix.lower()
    candidates = [each for each in FORMATS if each.can_read and suffix in each.suffixes]
    head = _head(path) if path.exists() else b""
    is_telling = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in _FIRST_SIGNS
    others = [each for each in FORMATS if each.can_read and is_telling and each not in candidates]
    found = next((each for each in (*candidates, *others) if any(start in head for start in each.starts)), None)
    if found is not None:
        return found
    if not candidates:
        known = ", ".join(sorted({suffix for each in FORMATS for suffix in each.suffixes}))
        raise MediaError(f"{path.name} is no cut posthouse knows", hint=f"cuts end in {known}")
    if len(candidates) == 1 and candidates[0].name in _SURE_BY_SUFFIX:
        return candidates[0]
    titles = " nor ".join(each.title for each in candidates)
    cause = f"{path.name} is {'neither' if len(candidates) > 1 else 'no'} {titles}"
    raise MediaError(cause, hint="look at its first lines: is it the right file?")


def format_named(name: str) -> Format | None:
    """Return the format of a name, as ``fcp7``."""
    return next((each for each in FORMATS if each.name == name), None)


def _head(path: Path) -> bytes:
    if path.is_dir() and not (path / _BUNDLED).exists():
        raise MediaError(f"{path} is a folder, and no bundle of Final Cut", hint="name the cut in it")
    if path.is_dir():  # .fcpxmld is one
        path /= _BUNDLED
    try:
        with path.open("rb") as opened:
            return opened.read(_HEAD)
    except OSError as error:
        raise MediaError(f"{path} cannot be read: {error.strerror}", hint="check the path") from error
