"""A headless Chromium driven over a pipe: the DevTools protocol, one JSON message after the other, ended by NUL."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Self, final

if TYPE_CHECKING:
    from pathlib import Path

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--remote-debugging-pipe"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio"),
    *("--autoplay-policy=no-user-gesture-required", "--window-size=1280,800"),
)
_BEGIN = """
import os, sys
heard, said = (os.dup(int(handle)) for handle in sys.argv[1:3])
heard, said = os.dup2(heard, 3 + 60), os.dup2(said, 4 + 60)  # out of each other's way first
os.dup2(heard, 3), os.dup2(said, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Gives the browser the protocol's two handles, 3 and 4."""


@final
class Browser:
    """One page; use it in a ``with``."""

    def __init__(self, profile: Path) -> None:
        assert CHROMIUM is not None
        heard, self._say = os.pipe()
        self._hear, said = os.pipe()
        begin = [sys.executable, "-c", _BEGIN, str(heard), str(said)]
        command = [*begin, CHROMIUM, *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
        nowhere = subprocess.DEVNULL
        self._process = subprocess.Popen(command, pass_fds=(heard, said), stdout=nowhere, stderr=nowhere)
        os.close(heard)
        os.close(said)
        self._count, self._rest, self._session = 0, b"", ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.call("Browser.close")
        self._process.wait(timeout=60)
        os.close(self._say)
        os.close(self._hear)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Return the answer to a command."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._say, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self._count:
            pass  # an event, or what an earlier page still had to say
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)

    def value(self, expression: str) -> Any:
        """Return what a JavaScript expression of the page gives, awaited."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key, as ``l`` or ``ArrowRight``."""
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            read = os.read(self._hear, 1 << 20)
            assert read, "the browser has gone"
            self._rest += read
        text, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        return message
