"""Proxies: every picture in its place, geometry exact, and never in a deliverable."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from posthouse.build import Target
from posthouse.media.packets import PacketFile
from posthouse.review.desk import Desk
from posthouse.review.preview import Scale, plan_preview
from posthouse.signal import Range
from posthouse.studio import proxies as subject
from posthouse.studio.proxies import Proxies, plan_proxies, remove_proxies
from tests.studio.tiny import Clip, Tiny, make_clip, new_tiny, pictures_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from posthouse.studio import Film

HEAVY = Clip(size=(432, 216), frames=60, codec="libx265", options={"x265-params": "log-level=none:pools=none"})


@pytest.fixture(scope="module")
def heavy_kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("kit") / "big.mkv", HEAVY).parent


@pytest.fixture
def film(tmp_path: Path, heavy_kit: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Film]:
    """Return a film of one clip that counts as heavy here, framed in several ways."""
    monkeypatch.setattr(subject, "SLOW_CODECS", {"hevc": 432 * 216 - 1})
    document: dict[str, Any] = {
        "posthouse": 1,
        "title": "Heavy",
        "format": {"size": [192, 108], "rate": 24, "color": "rec709", "sound": {"rate": 48000, "layout": "stereo"}},
        "media": {"big": "media/big.mkv"},
        "cut": [
            {"shot": "plain", "from": "big", "in": "3f", "for": "12f"},
            {"shot": "close", "from": "big", "in": "20f", "for": "12f", "fit": "fill", "pan": [0.3, 0.5]},
            {"shot": "under", "from": "big", "in": "40f", "for": "12f"},
        ],
        "over": [{"shot": "closest", "from": "big", "in": "5f", "for": "12f", "at": "under", "scale": 3}],
        "color": {"grades": {"plain": {"exposure": 0.3}}},
        "deliver": [{"as": "web", "preset": "ultrafast"}],
    }
    with new_tiny(tmp_path / "film", document, heavy_kit).open() as opened:
        yield opened


def luma_of(film: Film, job: Any, tmp_path: Path) -> NDArray[np.float64]:
    """Return (picture, y, x) luma of a preview chunk, decoded."""
    from posthouse.media.mux import join_chunks

    path = film.engine.build([Target(job=job)]).path(job)
    join_chunks([path], None, tmp_path / "seen.mp4", container="mp4")
    return np.stack([each[: PacketFile(path).stream.height] for each in pictures_of(tmp_path / "seen.mp4", "gray")])


def test_a_proxy_has_every_picture_of_its_media_in_its_place(film: Film) -> None:
    proxies = Proxies(film, (96, 54))
    proxies.make(film.engine)
    (proxy,) = proxies.planned
    path = proxies.target(proxy).destination
    assert path is not None
    info = film.library.info(path)
    facts, media = info.pictures[0], film.programme.media["big"]
    assert media.info is not None
    assert (facts.frame_count, facts.rate) == (60, media.info.pictures[0].rate)
    assert (facts.format.width, facts.format.height) == (108, 54)
    tags = ("matrix", "range", "primaries", "transfer")
    assert [getattr(facts.format, tag) for tag in tags] == [getattr(proxy.footage.format, tag) for tag in tags]


def test_every_picture_of_a_proxy_stands_for_itself(film: Film) -> None:
    proxies = Proxies(film, (96, 54))
    proxies.make(film.engine)
    path = proxies.target(proxies.planned[0]).destination
    assert path is not None
    index = film.library.picture_index(path, film.library.info(path))
    assert len(index.shown_ticks) - 1 == 60
    assert film.library.info(path).pictures[0].codec == "h264"


def test_a_preview_from_a_proxy_shows_what_one_from_the_media_shows(film: Film, tmp_path: Path) -> None:
    proxies = Proxies(film, (96, 54))
    proxies.make(film.engine)
    jobs = plan_preview(film.planner, Scale.HALF).jobs
    light, heavy = proxies.alternatives(jobs[0])
    seen, wanted = luma_of(film, light, tmp_path), luma_of(film, heavy, tmp_path)
    error = float(np.mean((seen.astype(np.float64) - wanted) ** 2))
    assert 10 * np.log10(255**2 / error) > 38


def test_footage_shown_larger_than_its_proxy_keeps_the_media(film: Film) -> None:
    proxies = Proxies(film, (48, 26))
    proxies.make(film.engine)
    light, heavy = proxies.alternatives(plan_preview(film.planner, Scale.QUARTER).jobs[2])
    assert _footage(light.params.stack.under).media.startswith("proxy")  # type: ignore[attr-defined] # a picture's
    assert light.params.stack.above == heavy.params.stack.above  # type: ignore[attr-defined] # as above


def test_jobs_of_deliverables_are_the_same_with_and_without_proxies(film: Film) -> None:
    before = [target.job.identity for order in film.orders() for target in order.targets]
    Proxies(film, (96, 54)).make(film.engine)
    with Tiny(folder=film.folder).open() as again:
        Proxies(again, (96, 54)).take(again.engine)
        assert [target.job.identity for order in again.orders() for target in order.targets] == before


def test_proxies_that_are_there_are_taken_and_can_be_removed(film: Film) -> None:
    proxies = Proxies(film, (96, 54))
    assert proxies.take(film.engine) == ()
    proxies.make(film.engine)
    assert Proxies(film, (96, 54)).take(film.engine) == proxies.planned
    assert len(remove_proxies(film.folder)) == 1
    assert Proxies(film, (96, 54)).take(film.engine) == ()


def test_a_proxy_removed_while_it_is_in_use_costs_speed_only(film: Film) -> None:
    proxies = Proxies(film, (96, 54))
    proxies.make(film.engine)
    remove_proxies(film.folder)
    jobs = plan_preview(film.planner, Scale.HALF).jobs
    desk = Desk(film, jobs[:1], tell=lambda _label, _fraction: None, alternatives=proxies.alternatives)
    try:
        assert PacketFile(desk.chunk(0)).payload.packets == 12
    finally:
        desk.close()


def test_light_footage_has_no_proxy(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "SLOW_CODECS", {})
    assert plan_proxies(film.programme, (96, 54)) == ()


def test_a_crop_of_the_media_is_the_same_crop_of_the_proxy(film: Film) -> None:
    proxies = Proxies(film, (96, 54))
    proxies.make(film.engine)
    close = plan_preview(film.planner, Scale.HALF).jobs[1]
    found = [_footage(job.params.stack) for job in proxies.alternatives(close)]  # type: ignore[attr-defined] # a picture's
    light, heavy = (each.placement for each in found)
    assert light.canvas == heavy.canvas
    assert light.source.left / heavy.source.left == Fraction(108, 432)


def test_media_of_one_content_keep_their_own_tags_and_their_alpha(film: Film) -> None:
    proxies = Proxies(film, (96, 54))
    proxies.make(film.engine)
    footage = _footage(plan_preview(film.planner, Scale.HALF).jobs[0].params.stack)  # type: ignore[attr-defined] # a picture's
    full = replace(footage, format=replace(footage.format, range=Range.FULL))
    light = subject._exchanged(full, proxies._ready)
    assert light.media.startswith("proxy")
    assert light.format.range is Range.FULL
    clear = replace(footage, format=replace(footage.format, has_alpha=True))
    assert subject._exchanged(clear, proxies._ready) is clear


def _footage(stack: Any) -> Any:
    while not hasattr(stack, "placement"):
        stack = stack.above
    return stack
