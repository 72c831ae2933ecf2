"""Fixtures of the review room's tests: a room over a tiny production, and a client that speaks HTTP to it."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.review.preview import Scale
from posthouse.review.room import Room
from posthouse.review.server import ReviewServer
from tests.studio.conftest import _kernels, kit  # noqa: F401 - fixtures, for pytest to find
from tests.studio.tiny import Document, Tiny, every_craft, new_tiny

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from posthouse.review.preview import Size

LONGEST_WAIT_SECONDS = 240.0


@dataclass(frozen=True, kw_only=True)
class Client:
    """Speaks to one server; ``tiny`` is the production it plays."""

    server: ReviewServer
    tiny: Tiny
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> bytes:
        request = urllib.request.Request(self.server.address + path.lstrip("/"), headers=headers)  # noqa: S310 - localhost
        with urllib.request.urlopen(request, timeout=LONGEST_WAIT_SECONDS) as answer:  # noqa: S310 - as above
            return bytes(answer.read())

    def status(self, path: str, **headers: str) -> int:
        """Return the status of an answer, refusals too."""
        try:
            self.get(path, **headers)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code
        return 200

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads(self.get("state.json"))
        return state

    def until(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the first state in which something holds."""
        give_up = time.monotonic() + LONGEST_WAIT_SECONDS
        while time.monotonic() < give_up:
            state = self.state()
            if holds(state):
                return state
            time.sleep(0.05)
        raise AssertionError("it never came to be")

    def segment_names(self, name: str) -> list[str]:
        """Return the segments of a playlist of the newest revision."""
        text = self.get(f"r/{self.state()['revision']}/{name}.m3u8").decode()
        return [line for line in text.splitlines() if line and not line.startswith("#")]

    def part(self, name: str) -> bytes:
        """Return a file of the newest revision."""
        return self.get(f"r/{self.state()['revision']}/{name}")


@pytest.fixture
def played(tmp_path: Path, kit: Path) -> Iterator[Callable[..., Client]]:  # noqa: F811 - the fixture above
    """Return a maker of rooms that are served while the test runs."""
    with ExitStack() as stack:

        def made(document: Document | None = None, size: Size = Scale.HALF) -> Client:
            tiny = new_tiny(tmp_path / "film", document or every_craft(), kit)
            room = stack.enter_context(Room(tiny.folder, size))
            server = stack.enter_context(ReviewServer(room))
            stack.callback(server.shutdown)
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            return Client(server=server, tiny=tiny)

        yield made
