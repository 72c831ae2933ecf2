"""XML for elsewhere: elements with text, numbers written shortly and exactly, and the bytes of a whole document."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.interchange.xml_reading import Element

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def new_element(tag: str, attributes: dict[str, str] | None = None) -> Element:
    """Return an element of its own; attributes without text are left out."""
    from lxml import etree  # slow to import

    kept = {name: writable(text) for name, text in (attributes or {}).items() if text != ""}
    return etree.Element(tag, kept)


def add_element(parent: Element, tag: str, text: object = None, attributes: dict[str, str] | None = None) -> Element:
    """Add a child, with text where there is some, and return it."""
    child = new_element(tag, attributes)
    if text is not None:
        child.text = writable(str(text))
    parent.append(child)
    return child


def writable(text: str) -> str:
    """Return a text without the characters XML cannot hold (XML 1.0, clause 2.2)."""
    return _UNWRITABLE.sub("", text)


def decimal_text(value: Fraction | float, digits: int = 9) -> str:
    """Return a number as a decimal: whole ones without a point, others to some digits, without trailing zeros."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    scaled = (abs(exact) * 10**digits + Fraction(1, 2)).__floor__()
    whole, part = divmod(scaled, 10**digits)
    tail = f"{part:0{digits}}".rstrip("0")
    sign = "-" if exact < 0 and scaled else ""
    return f"{sign}{whole}.{tail}" if tail else f"{sign}{whole}"


def document_bytes(root: Element, doctype: str) -> bytes:
    """Return a whole document: declaration, document type, and the elements, indented."""
    from lxml import etree  # slow to import

    etree.indent(root, space="  ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype=f"<!DOCTYPE {doctype}>") + b"\n"
