"""Which font files there are: packages by name, files beside the production; never the system's."""

from __future__ import annotations

import functools
import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.errors import InternalError, ProductionError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FAMILIES = {
    ("sans", False): ("fontpkg_source_sans_3", "files/SourceSans3[wght].ttf"),
    ("sans", True): ("fontpkg_source_sans_3", "files/SourceSans3-Italic[wght].ttf"),
    ("serif", False): ("fontpkg_source_serif_4", "files/SourceSerif4[opsz,wght].ttf"),
    ("serif", True): ("fontpkg_source_serif_4", "files/SourceSerif4-Italic[opsz,wght].ttf"),
}
_NOTO, _NOTO_CJK = "manimgx_fonts", ("manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc")
# ISO 15924 script to the Noto Sans family that has it.
_NOTO_SCRIPTS = {
    "Arab": "Arabic",
    "Armn": "Armenian",
    "Beng": "Bengali",
    "Deva": "Devanagari",
    "Ethi": "Ethiopic",
    "Geor": "Georgian",
    "Gujr": "Gujarati",
    "Guru": "Gurmukhi",
    "Hebr": "Hebrew",
    "Khmr": "Khmer",
    "Knda": "Kannada",
    "Laoo": "Lao",
    "Mlym": "Malayalam",
    "Mymr": "Myanmar",
    "Orya": "Oriya",
    "Sinh": "Sinhala",
    "Taml": "Tamil",
    "Telu": "Telugu",
    "Thai": "Thai",
}
HAN_SCRIPTS = frozenset({"Hani", "Hira", "Kana", "Hang", "Bopo"})
# The faces of the CJK collection, in its order; each draws shared Han characters as its country does.
_CJK_FACES = ("ja", "ko", "zh-hans", "zh-hant", "zh-hk")
_CHINESE = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans", "zh-tw": "zh-hant", "zh-mo": "zh-hk"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFile:
    """One face of one font file."""

    path: Path
    index: int = 0


def chosen_font(font: str, *, is_italic: bool, root: Path) -> FontFile:
    """Return the face a style asks for.

    Raises:
        ProductionError: it is neither a family of ours nor a file.
    """
    if family := _FAMILIES.get((font, is_italic)):
        return FontFile(path=_packaged(*family))
    path = root / font
    if not path.is_file():
        raise ProductionError(
            f"there is no font {font!r}", hint=f"use sans, serif, or a font file; looked for {path.as_posix()}"
        )
    return FontFile(path=path)


def fallback_fonts(script: str, language: str) -> Iterator[FontFile]:
    """Yield the faces to try, best first, for a script (ISO 15924) that the chosen font lacks."""
    cjk = FontFile(path=_packaged(*_NOTO_CJK), index=_cjk_index(language))
    if script in HAN_SCRIPTS:
        yield cjk
    if script in _NOTO_SCRIPTS:
        yield FontFile(path=_packaged(_NOTO, f"NotoSans{_NOTO_SCRIPTS[script]}[wght].ttf"))
    yield FontFile(path=_packaged(*_FAMILIES["sans", False]))
    yield FontFile(path=_packaged(_NOTO, "NotoSans[wght].ttf"))
    yield cjk
    yield FontFile(path=_packaged(_NOTO, "NotoSansSymbols[wght].ttf"))
    yield FontFile(path=_packaged(_NOTO, "NotoEmoji[wght].ttf"))


def _cjk_index(language: str) -> int:
    """Return the face whose country's forms are meant: the language's, else mainland China's."""
    tag = language.lower()
    tag = _CHINESE.get(tag, tag)
    for index, name in enumerate(_CJK_FACES):
        if tag == name or tag.startswith(f"{name}-"):
            return index
    return _CJK_FACES.index("zh-hans")


@functools.cache
def _packaged(package: str, name: str) -> Path:
    found = importlib.util.find_spec(package)
    places = found.submodule_search_locations if found else None
    path = Path(places[0]) / name if places else Path(name)
    if not path.is_file():
        raise InternalError(f"the font package {package} is not installed whole: {name} is missing")
    return path


def font_digest(path: Path) -> str:
    """Return the BLAKE3 of a font file's bytes; remembered while size and time of the file stay."""
    facts = path.stat()
    return _digest_of(path, facts.st_size, facts.st_mtime_ns)


@functools.lru_cache(maxsize=256)
def _digest_of(path: Path, _size: int, _mtime_ns: int) -> str:
    import blake3  # late: only a build asks for digests

    return blake3.blake3().update_mmap(path).hexdigest()
