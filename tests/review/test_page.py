"""The page in a real browser: it plays, seeks, steps, follows a save and tells of a bad one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.review.browser import CHROMIUM, Browser
from tests.studio.tiny import every_craft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.review.conftest import Client

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")]
READY = "(v => v.readyState >= 3 && !v.seeking)(document.querySelector('video'))"
TIME = "document.querySelector('video').currentTime"
SHOT = "document.getElementById('shot').textContent"
TIMECODE = "document.getElementById('timecode').textContent"


def until(browser: Browser, expression: str) -> Any:
    """Return what an expression of the page gives, as soon as that is true."""
    give_up = time.monotonic() + 120
    while not (found := browser.value(expression)):
        assert time.monotonic() < give_up, expression
        time.sleep(0.05)
    return found


@pytest.fixture(params=["", "?native"], ids=["media source", "the browser's own HLS"])
def page(
    request: pytest.FixtureRequest, played: Callable[..., Client], tmp_path: Path
) -> Iterator[tuple[Client, Browser]]:
    """Return a room and a browser that shows it, ready to play."""
    client = played()
    with Browser(tmp_path / "profile") as browser:
        browser.open(client.server.address + request.param)
        until(browser, "document.readyState === 'complete' && !!document.querySelector('video')")
        until(browser, READY)
        yield client, browser


def test_the_programme_plays(page: tuple[Client, Browser]) -> None:
    _, browser = page
    browser.press("l")
    until(browser, f"{TIME} > 0.8")
    assert browser.value("document.querySelector('video').videoWidth") == 48


def test_clicking_a_shot_goes_to_its_first_frame_and_arrows_step(page: tuple[Client, Browser]) -> None:
    client, browser = page
    three = next(shot for shot in client.state()["shots"] if shot["shot"] == "three")
    browser.value("[...document.querySelectorAll('#shots button')].find(b => b.textContent === 'three').click()")
    until(browser, READY)
    assert abs(browser.value(TIME) - (three["start"] + 0.5) / 24) < 0.001
    browser.press("ArrowRight")
    until(browser, READY)
    assert browser.value(TIMECODE) == f"00:00:{(three['start'] + 1) // 24:02}:{(three['start'] + 1) % 24:02}"
    assert "three" in browser.value(SHOT)


def test_a_save_moves_the_page_with_the_shot(page: tuple[Client, Browser]) -> None:
    client, browser = page
    browser.value("[...document.querySelectorAll('#shots button')].find(b => b.textContent === 'three').click()")
    before = browser.value(TIME)
    document = every_craft()
    document["cut"].insert(0, {"gap": "24f"})
    client.tiny.write(document)
    until(browser, "document.getElementById('status').textContent.includes('revision 2')")
    until(browser, READY)
    assert abs(browser.value(TIME) - before - 1) < 0.001
    assert "three" in browser.value(SHOT)


def test_a_save_that_cannot_be_played_is_told_on_the_page(page: tuple[Client, Browser]) -> None:
    client, browser = page
    document = every_craft()
    document["cut"][0]["from"] = "pann"
    client.tiny.write(document)
    told = until(browser, "document.getElementById('problem-list').textContent")
    assert "production.yaml" in told
    assert "pann" in told
    client.tiny.write(every_craft())
    until(browser, "document.getElementById('problems').hidden")
