"""XML from elsewhere, read safely: no entities, no network, bounded size and depth; each mistake told with its line."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from posthouse.errors import MediaError, Place
from posthouse.interchange.plain_text import bytes_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree

    Element = etree._Element  # noqa: SLF001 - the only name lxml gives its elements

LARGEST_BYTES = 512 << 20
"""Far above any cut: 100,000 clips are 100 MB."""
_NUMBER = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})", re.ASCII)
_AGAIN = "export it again: it may have been cut short on its way"


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlDocument:
    """A file and its root element."""

    path: Path
    root: Element

    def place(self, element: Element) -> Place:
        """Return the file and line of an element."""
        return Place(file=str(self.path), line=line_of(element) or None)

    def wrong(self, element: Element, cause: str, hint: str = _AGAIN) -> MediaError:
        """Return an error that names an element's line."""
        return MediaError(cause, hint=hint, place=self.place(element))


def read_xml(path: Path, *, root: str, title: str) -> XmlDocument:
    """Return a file as XML.

    Raises:
        MediaError: it cannot be read, is empty, too large, no whole XML, declares entities, or has another root.
    """
    from lxml import etree  # slow to import, and only for files that are XML

    content = bytes_of(path, title=f"a {title}", largest=LARGEST_BYTES, hint="export one sequence at a time")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        found = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise MediaError(
            f"{path.name} is no whole {title}: {_told(error)}", hint=_AGAIN, place=Place(file=str(path), line=line)
        ) from error
    document = XmlDocument(path=path, root=found)
    inner: Any = found.getroottree().docinfo.internalDTD  # lxml's types do not know its entities
    if inner is not None and any(True for _ in inner.iterentities()):
        raise document.wrong(found, f"{path.name} declares entities, as no {title} does", "do not trust this file")
    if found.tag != root:
        raise document.wrong(
            found, f"{path.name} is no {title}: it begins with <{found.tag}>", f"a {title} is <{root}>"
        )
    return document


def _told(error: Exception) -> str:
    """Return the parser's own words, without its line and column: those are told as the place."""
    return re.sub(r", line \d+, column \d+.*$", "", str(error).partition("\n")[0]) or "nothing in it can be read"


def line_of(element: Element) -> int:
    """Return the line an element begins in, from 1; 0 where nobody knows."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def children(element: Element | None, *tags: str) -> Iterator[Element]:
    """Yield the children of an element that have one of some tags (or all), in order."""
    if element is not None:
        for child in element:
            tag: object = child.tag  # no text where it is a reference to an entity nobody declares
            if isinstance(tag, str) and (not tags or tag in tags):
                yield child


def text_of(element: Element | None, path: str = "", default: str = "") -> str:
    """Return the stripped text of an element or of one under it."""
    found = element.findtext(path) if element is not None and path else (element.text if element is not None else None)
    return str(found).strip() if found else default


def exact_number(text: str | None) -> Fraction | None:
    """Return a decimal as it is written, or None where it is none (or longer than 18 digits a side)."""
    bare = (text or "").strip()
    return Fraction(bare) if _NUMBER.fullmatch(bare) else None


def plain_float(text: str | None) -> float | None:
    """Return a finite float, or None where the text is none."""
    try:
        value = float((text or "").strip())
    except ValueError:
        return None
    return value if math.isfinite(value) else None
