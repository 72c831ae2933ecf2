"""Paths as XML cuts write them: ``file://localhost/D%3a/media/take%201.mov`` for ``D:/media/take 1.mov``, and back."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

_DRIVE = re.compile(r"/?([A-Za-z])[:|](?=/|$)", re.ASCII)
_SAFE = "/!$&'()*+,;=@~-._"


def path_of_url(url: str) -> str:
    """Return the path a ``file:`` URL means; anything else is given back as it is.

    ``file://localhost/`` and ``file:///`` are this machine, ``file://server/share`` is ``//server/share``, and a
    Windows drive loses the slash before it (RFC 8089, appendix E).
    """
    bare = url.strip()
    if bare[:5].lower() != "file:":
        return bare
    rest = bare[5:]
    host = ""
    if rest.startswith("//"):
        host, slash, tail = rest[2:].partition("/")
        rest = slash + tail
    path = unquote(rest, errors="surrogateescape") if "%" in rest else rest
    if host.lower() not in {"", "localhost"}:
        drive = _DRIVE.fullmatch(unquote(host))
        path = f"{unquote(host)}{path}" if drive else f"//{unquote(host)}{path}"
    if drive := _DRIVE.match(path):
        path = f"{drive[1]}:{path[drive.end() :]}"
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def url_of_path(path: str, *, host: str = "") -> str:
    """Return the ``file:`` URL of a path: absolute ones with a host, relative ones quoted as they are.

    ``host`` is empty in FCPXML, ``localhost`` in Final Cut 7 XML.
    """
    plain = path.replace("\\", "/") if _DRIVE.match(path) or path.startswith("\\\\") else path
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", plain, re.ASCII):
        return plain
    if plain.startswith("//"):
        return "file:" + quote(plain, safe=_SAFE)
    if _DRIVE.match(plain):
        return f"file://{host}/{quote(plain.lstrip('/'), safe=_SAFE)}"
    return f"file://{host}{quote(plain, safe=_SAFE)}" if plain.startswith("/") else quote(plain, safe=_SAFE)
