"""Slates: which scene, take and camera a file is of, by its log, its own metadata, or its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from posthouse.errors import ProductionError

_PARTS = {
    "camera": r"(?P<camera>[A-Z]\d{0,4})",
    "roll": r"(?P<roll>[A-Z0-9]+)",
    "scene": r"(?P<scene>\d{1,4}[A-Z]{0,3})",
    "slate": r"(?P<scene>\d{1,4}[A-Z]{0,3})",
    "take": r"(?P<take>\d{1,3}(?:PU)?)",
}
_FIELD = re.compile(r"\{(\w*)\}|([-_ .]+)|([^{}\-_ .]+)|([{}])")
_USUAL = (
    "{camera}_{scene}-{take}",  # A012_3-04: camera roll, scene, take
    "{scene}-{take}",
    "{scene}_{take}",
    "{scene}-T{take}",
    "{scene}T{take}",
    "S{scene}T{take}",
    "S{scene}-T{take}",
    "SC{scene}-TK{take}",
    "SC{scene}-T{take}",
    "Scene{scene}-Take{take}",
    "Scene-{scene}-Take-{take}",
)
_AFTER = r"(?:[-_ .]+(?:CAM)?(?P<after>[A-H]))?(?:[-_ .]+(?:TR|TRK|MIX|CH)\d*)?"
"""What may stand behind: a camera's letter, or which track of a recorder it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slated:
    """A file with its slate."""

    clip: str
    """The media's name, unlike all others."""
    scene: str
    """Without zeros in front, in capitals: 12A."""
    take: str
    camera: str = ""
    is_circled: bool = False
    note: str = ""
    by: str = ""
    """Who said so: the log, iXML, the file's name."""


@dataclass(frozen=True, slots=True)
class SlatePattern:
    """How file names say scene and take, as ``{camera}_{scene}-{take}``; - and _ and spaces are the same."""

    expressions: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, written: str = "") -> SlatePattern:
        """Return a pattern as a person writes it, or the usual ones.

        Raises:
            ProductionError: a field there is none of, or no scene or take in it.
        """
        return cls(tuple(_compiled(each) for each in ((written,) if written else _USUAL)))

    def read(self, stem: str) -> tuple[str, str, str] | None:
        """Return (scene, take, camera) a file name says, plain; None where it says none."""
        for expression in self.expressions:
            if match := expression.fullmatch(stem):
                said = match.groupdict()
                camera = said.get("after") or said.get("camera") or ""
                return plain_scene(said["scene"]), plain_take(said["take"]), camera.upper()[:1]
        return None


def _compiled(written: str) -> re.Pattern[str]:
    made = ""
    for field, gap, word, brace in _FIELD.findall(written):
        if brace or (field and field not in _PARTS) or (not field and not gap and not word):
            hint = "as {camera}_{scene}-{take}; the fields are camera, roll, scene, slate, take"
            raise ProductionError(f"{written!r} is no pattern of slates", hint=hint)
        made += _PARTS[field] if field else "[-_ .]*" if gap.isspace() else "[-_ .]+" if gap else re.escape(word)
    if "(?P<scene>" not in made or "(?P<take>" not in made:
        raise ProductionError(f"{written!r} says no scene or no take", hint="as {camera}_{scene}-{take}")
    try:
        return re.compile(made + _AFTER, re.IGNORECASE)
    except re.error as problem:  # a field twice
        raise ProductionError(
            f"{written!r} is no pattern of slates: {problem}", hint="say each field once"
        ) from problem


def plain_scene(written: str) -> str:
    """Return a scene's number as it is compared: capitals, no signs, no zeros in front."""
    return re.sub(r"[^0-9A-Z]", "", written.upper()).lstrip("0")


def plain_take(written: str) -> str:
    """Return a take's number as it is compared."""
    plain = re.sub(r"[^0-9A-Z]", "", written.upper()).removeprefix("TAKE").removeprefix("TK")
    return re.sub(r"^T(?=\d)", "", plain).lstrip("0") or plain
