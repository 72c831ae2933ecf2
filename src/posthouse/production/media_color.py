"""What the document may say about the color of a media: a space by name, or its tags one by one."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from posthouse.color.primaries import PRIMARIES
from posthouse.color.space import SPACES, check_known
from posthouse.color.transfers import TRANSFERS
from posthouse.fields import SpecModel
from posthouse.signal import ChromaSiting, Matrix, Range


def _space(name: str) -> str:
    return check_known(name, SPACES, "color space")


def _primaries(name: str) -> str:
    return check_known(name, PRIMARIES, "primaries called")


def _transfer(name: str) -> str:
    return check_known(name, TRANSFERS, "transfer called")


class MediaColorSpec(SpecModel):
    """What the code values of a media mean, where its own tags are missing or wrong; a bare name is a ``space``."""

    space: Annotated[str, AfterValidator(_space)] | None = None
    """A whole space: rec709, srgb, rec2100-pq, rec2100-hlg, arri-logc4, sony-slog3, apple-log, acescg, ..."""
    matrix: Matrix | None = None
    range: Range | None = None
    primaries: Annotated[str, AfterValidator(_primaries)] | None = None
    """FFmpeg's name, or the maker's: bt709, bt470bg, smpte170m, bt2020, smpte432, arri-wide-gamut-4."""
    transfer: Annotated[str, AfterValidator(_transfer)] | None = None
    """FFmpeg's name, or the maker's: bt709, iec61966-2-1, linear, smpte2084, arib-std-b67, arri-logc4."""
    siting: ChromaSiting | None = None

    def tags(self) -> dict[str, str]:
        """Return the tags it says, each by its field of ``PictureFormat``; single ones win over the space's."""
        said: dict[str, str] = {}
        if self.space is not None:
            named = SPACES[self.space]
            said = {"primaries": named.space.primaries, "transfer": named.space.transfer}
            said |= {"matrix": named.matrix} if named.matrix else {}
        own = self.model_dump(exclude={"space"}, exclude_none=True)
        return said | own


def _named(written: object) -> object:
    """Return a bare name as the mapping it is short for."""
    return {"space": written} if isinstance(written, str) else written


MediaColor = Annotated[MediaColorSpec, BeforeValidator(_named, json_schema_input_type=str | MediaColorSpec)]
"""``color: arri-logc4``, or ``color: {space: arri-logc4, range: full}``."""
