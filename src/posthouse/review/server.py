"""The room over HTTP, for this machine alone: the page, its events, playlists and segments.

Only 127.0.0.1 is listened on, and only requests for this host are answered: a page of another site that resolves its
own name to 127.0.0.1 (DNS rebinding) sends its own name as Host. Nothing is read from a path that came in: every
address is one of a few fixed forms, and the page's files are a fixed list.
"""

from __future__ import annotations

import json
import queue
import re
import select
import socket
from functools import cache, partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import TYPE_CHECKING, final
from urllib.parse import parse_qs, urlsplit

from posthouse.errors import MediaError, PosthouseError
from posthouse.review import playlists
from posthouse.review.watch import Abandoned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from posthouse.review.revision import Revision
    from posthouse.review.room import Room

LOCALHOST = "127.0.0.1"
PAGE_FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/play.css": ("play.css", "text/css; charset=utf-8"),
    "/play.js": ("play.js", "text/javascript; charset=utf-8"),
    "/stream.js": ("stream.js", "text/javascript; charset=utf-8"),
}
_OF_A_REVISION = re.compile(r"/r/(\d{1,9})/(programme|picture|sound)(?:-(\d{1,9}))?\.(m3u8|mp4|m4s)", re.ASCII)
_POLICY = "default-src 'self'; media-src 'self' blob:; img-src 'self' data:; frame-ancestors 'none'"
_STILL_THERE_SECONDS = 10.0
_Query = dict[str, list[str]]


@final
class ReviewServer(ThreadingHTTPServer):
    """Serves one room; each request has a thread."""

    daemon_threads = True
    block_on_close = False  # pages that listen never end by themselves

    def __init__(self, room: Room, port: int = 0) -> None:
        self.room = room
        super().__init__((LOCALHOST, port), Handler)

    @property
    def address(self) -> str:
        """Return where a browser finds the page."""
        return f"http://{LOCALHOST}:{self.server_port}/"

    def is_for_us(self, host: str) -> bool:
        """Return whether a Host header names this server."""
        name, _, port = host.rpartition(":")
        return name in {"localhost", LOCALHOST} and port == str(self.server_port)


def open_server(room: Room, port: int) -> ReviewServer:
    """Return a server that listens on a port of localhost; 0 takes any free one.

    Raises:
        MediaError: the port is taken, or not ours to take.
    """
    try:
        return ReviewServer(room, port)
    except OSError as error:
        cause = f"port {port} cannot be listened on: {error.strerror}"
        raise MediaError(cause, hint="say another --port, or none: a free one is found") from error


class Handler(BaseHTTPRequestHandler):
    """Answers one connection's requests."""

    protocol_version = "HTTP/1.1"
    server: ReviewServer

    def do_GET(self) -> None:
        """Answer, or refuse in a line."""
        try:
            self._answer()
        except (BrokenPipeError, ConnectionResetError, Abandoned):
            self.close_connection = True  # the page went on to something else

    do_HEAD = do_GET  # noqa: N815 - as above

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Leave requests unwritten: the page shows what happens."""

    def _answer(self) -> None:
        if not self.server.is_for_us(self.headers.get("Host", "")):
            self._refuse(HTTPStatus.FORBIDDEN, "this server answers only as localhost")
            return
        parts = urlsplit(self.path)
        if parts.path in PAGE_FILES:
            name, kind = PAGE_FILES[parts.path]
            self._send(_page_file(name), kind)
        elif match := _OF_A_REVISION.fullmatch(parts.path):
            self._answer_of_a_revision(*match.groups())
        else:
            self._answer_query(parts.path, parse_qs(parts.query))

    def _answer_query(self, path: str, query: _Query) -> None:
        answers: dict[str, Callable[[], None]] = {
            "/state.json": lambda: self._send_json(self.server.room.facts()),
            "/place.json": partial(self._send_place, query),
            "/programme.m3u8": self._send_newest,
            "/events": self._send_events,
        }
        if path in answers:
            answers[path]()
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "there is nothing of that name")

    def _answer_of_a_revision(self, number: str, name: str, place: str | None, suffix: str) -> None:
        revision = self.server.room.revision
        if int(number) != revision.number:
            self._refuse(HTTPStatus.GONE, "the document has changed since")
        elif suffix == "m4s" and place is not None:
            self._send_segment(revision, name, int(place))
        elif suffix == "m3u8" and place is None and (text := revision.playlist(name)) is not None:
            self._send(text.encode(), playlists.CONTENT_TYPE)
        elif suffix == "mp4" and place is None and (head := revision.header(name)) is not None:
            self._send(head, _MP4[name])
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "the programme has no such part")

    def _send_segment(self, revision: Revision, name: str, place: int) -> None:
        if name == "sound" and place < len(revision.preview.sound_segments):
            self._send(revision.sounding.segment(revision.preview.sound_segments[place]), _MP4[name])
        elif name == "picture" and place < len(revision.preview.picture_segments):
            self._send_parts(revision.picture_segment(place, is_gone=self._is_gone))
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "the programme has no such part")

    def _send_parts(self, parts: Iterable[bytes]) -> None:
        """Send parts as they come; the first decides whether there is an answer at all."""
        waiting = iter(parts)
        try:
            first = next(waiting)
        except PosthouseError as error:
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
            return
        self._begin(HTTPStatus.OK, _MP4["picture"], {"Transfer-Encoding": "chunked"})
        if self.command == "HEAD":
            return
        try:
            self._write_chunk(first)
            for part in waiting:
                self._write_chunk(part)
            self.wfile.write(b"0\r\n\r\n")
        except PosthouseError:
            self.close_connection = True  # too late to refuse: an answer cut short is an error to every player

    def _write_chunk(self, part: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(part), part))

    def _send_place(self, query: _Query) -> None:
        try:
            revision, frame = int(query["from"][0]), int(query["frame"][0])
        except (KeyError, ValueError):
            self._refuse(HTTPStatus.BAD_REQUEST, "say from=REVISION&frame=NUMBER")
            return
        room = self.server.room
        self._send_json({"revision": room.revision.number, "frame": room.same_place(revision, frame)})

    def _send_newest(self) -> None:
        """Send any HLS player to the revision that plays now."""
        where = f"/r/{self.server.room.revision.number}/programme.m3u8"
        self._begin(HTTPStatus.FOUND, playlists.CONTENT_TYPE, {"Location": where, "Content-Length": "0"})

    def _send_events(self) -> None:
        self._begin(HTTPStatus.OK, "text/event-stream", {"Connection": "close"})
        self.close_connection = True
        if self.command == "HEAD":
            return
        with self.server.room.events.listening() as listener:
            self.wfile.write(b"retry: 500\n\n")
            while not self._is_gone():
                text = _next_text(listener)
                self.wfile.write(text.encode())

    def _is_gone(self) -> bool:
        """Return whether the other end has hung up."""
        try:
            ends = select.poll()  # unlike select(), of any descriptor: a long session has many
            ends.register(self.connection, select.POLLIN)
            return bool(ends.poll(0)) and not self.connection.recv(1, socket.MSG_PEEK)
        except OSError:
            return True

    def _send_json(self, facts: object) -> None:
        self._send(json.dumps(facts, ensure_ascii=False, default=str).encode(), "application/json; charset=utf-8")

    def _send(self, body: bytes, kind: str) -> None:
        self._begin(HTTPStatus.OK, kind, {"Content-Length": str(len(body))})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _refuse(self, status: HTTPStatus, cause: str) -> None:
        body = f"{cause}\n".encode()
        self._begin(status, "text/plain; charset=utf-8", {"Content-Length": str(len(body))})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _begin(self, status: HTTPStatus, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        fixed = {"Content-Type": kind, "Cache-Control": "no-store", "Content-Security-Policy": _POLICY}
        for name, value in (fixed | {"X-Content-Type-Options": "nosniff"} | headers).items():
            self.send_header(name, value)
        self.end_headers()


_MP4 = {"picture": "video/mp4", "sound": "audio/mp4"}


def _next_text(listener: queue.Queue[str]) -> str:
    """Return the next event, or a comment that shows whether anybody is there still."""
    try:
        return listener.get(timeout=_STILL_THERE_SECONDS)
    except queue.Empty:
        return ": still here\n\n"


@cache
def _page_file(name: str) -> bytes:
    return files("posthouse.review").joinpath("page", name).read_bytes()
