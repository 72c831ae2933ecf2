"""Color spaces: primaries and a transfer function, and the short names a document may give a whole one."""

from __future__ import annotations

import dataclasses
import difflib
from typing import TYPE_CHECKING, final

from posthouse.color.primaries import PRIMARIES
from posthouse.color.transfers import TRANSFERS, Kind
from posthouse.signal import Matrix

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ColorSpace:
    """What R'G'B' means. Names are those of ``PRIMARIES`` and ``TRANSFERS``."""

    primaries: str = "bt709"
    transfer: str = "bt709"

    @property
    def kind(self) -> Kind:
        """Return what light it codes."""
        return TRANSFERS[self.transfer].kind

    def is_same(self, other: ColorSpace) -> bool:
        """Return whether the same R'G'B' means the same light in both, by whatever names."""
        return (
            PRIMARIES[self.primaries] == PRIMARIES[other.primaries]
            and TRANSFERS[self.transfer] == TRANSFERS[other.transfer]
        )


REC709 = ColorSpace()


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NamedSpace:
    """A space by its short name, with the matrix its pictures are coded by, where the standard fixes one."""

    space: ColorSpace
    matrix: Matrix | None = None


def _named(primaries: str, transfer: str, matrix: Matrix | None = None) -> NamedSpace:
    return NamedSpace(space=ColorSpace(primaries=primaries, transfer=transfer), matrix=matrix)


SPACES: Mapping[str, NamedSpace] = {
    "rec709": _named("bt709", "bt709", Matrix.BT709),
    "rec601-525": _named("smpte170m", "smpte170m", Matrix.BT601),
    "rec601-625": _named("bt470bg", "smpte170m", Matrix.BT601),
    "srgb": _named("bt709", "iec61966-2-1"),
    "gamma22": _named("bt709", "gamma22"),
    "display-p3": _named("smpte432", "iec61966-2-1"),
    "p3-d65": _named("smpte432", "bt709"),
    "p3-dci": _named("smpte431", "gamma26"),
    "dci-xyz": _named("smpte428", "smpte428"),
    "rec2020": _named("bt2020", "bt2020-10", Matrix.BT2020),
    "rec2100-pq": _named("bt2020", "smpte2084", Matrix.BT2020),
    "rec2100-hlg": _named("bt2020", "arib-std-b67", Matrix.BT2020),
    "p3-d65-pq": _named("smpte432", "smpte2084"),
    "arri-logc3": _named("arri-wide-gamut-3", "arri-logc3"),
    "arri-logc3-ei400": _named("arri-wide-gamut-3", "arri-logc3-ei400"),
    "arri-logc3-ei1600": _named("arri-wide-gamut-3", "arri-logc3-ei1600"),
    "arri-logc4": _named("arri-wide-gamut-4", "arri-logc4"),
    "sony-slog3": _named("s-gamut3", "sony-slog3"),
    "sony-slog3-cine": _named("s-gamut3-cine", "sony-slog3"),
    "panasonic-vlog": _named("v-gamut", "panasonic-vlog"),
    "red-log3g10": _named("red-wide-gamut", "red-log3g10"),
    "canon-clog2": _named("canon-cinema-gamut", "canon-clog2"),
    "canon-clog3": _named("canon-cinema-gamut", "canon-clog3"),
    "fujifilm-flog": _named("f-gamut", "fujifilm-flog"),
    "fujifilm-flog2": _named("f-gamut", "fujifilm-flog2"),
    "fujifilm-flog2-c": _named("f-gamut-c", "fujifilm-flog2"),
    "nikon-nlog": _named("bt2020", "nikon-nlog"),
    "leica-llog": _named("bt2020", "leica-llog"),
    "apple-log": _named("bt2020", "apple-log"),
    "blackmagic-film-gen5": _named("blackmagic-wide-gamut", "blackmagic-film-gen5"),
    "dji-dlog": _named("dji-d-gamut", "dji-dlog"),
    "davinci-intermediate": _named("davinci-wide-gamut", "davinci-intermediate"),
    "acescct": _named("aces-ap1", "acescct"),
    "acescc": _named("aces-ap1", "acescc"),
    "acesproxy": _named("aces-ap1", "acesproxy"),
    "acescg": _named("aces-ap1", "linear"),
    "aces2065-1": _named("aces-ap0", "linear"),
    "linear-rec709": _named("bt709", "linear"),
    "linear-rec2020": _named("bt2020", "linear"),
}
"""What ``color: NAME`` of a media may be."""


def check_known(name: str, known: Iterable[str], what: str) -> str:
    """Return a name that is known; raises ValueError, with the nearest names, for one that is not."""
    there = [each for each in known if each]
    if name in there:
        return name
    near = difflib.get_close_matches(name, there, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(there)}"
    raise ValueError(f"there is no {what} {name!r}; {hint}")
