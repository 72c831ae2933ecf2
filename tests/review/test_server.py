"""The room over real HTTP: what a player gets, in any order, and what a save does to it."""

from __future__ import annotations

import http.client
import io
import random
import threading
import time
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from posthouse.build import Target
from posthouse.errors import ProductionError
from posthouse.media.pcm import PcmReader
from posthouse.review import revision
from tests.studio.tiny import every_craft

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.review.conftest import Client

    Played = Callable[..., Client]


def decoded_pictures(stream: bytes) -> tuple[list[int], Fraction]:
    """Return the ticks at which a stream's pictures are shown, and how long a tick lasts."""
    with av.open(io.BytesIO(stream), "r") as container:
        base = container.streams.video[0].time_base
        assert base is not None
        return [picture.pts or 0 for picture in container.decode(video=0)], base


def sought_in_any_order(client: Client, name: str) -> bytes:
    """Return the header and all segments in their order, asked for in another."""
    names = client.segment_names(name)
    asked = random.Random(7).sample(names, len(names))
    parts = {each: client.part(each) for each in asked}
    return client.part(f"{name}.mp4") + b"".join(parts[each] for each in names)


def test_segments_asked_for_in_any_order_are_exactly_the_programme(played: Played) -> None:
    client = played()
    ticks, base = decoded_pictures(sought_in_any_order(client, "picture"))
    facts = client.state()
    frame = Fraction(facts["rate"][1], facts["rate"][0]) / base
    assert ticks == [place * frame for place in range(facts["frames"])]


def test_a_revision_that_cannot_begin_leaves_nothing_running(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ProductionError("its sound cannot be planned")

    monkeypatch.setattr(revision, "Sounding", fail)
    with pytest.raises(ProductionError, match="cannot be planned"):
        played()
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("desk")]


def test_ntsc_rates_have_whole_ticks_and_no_drift(played: Played) -> None:
    document: dict[str, Any] = every_craft()
    document["format"]["rate"] = 23.976
    client = played(document)
    ticks, base = decoded_pictures(sought_in_any_order(client, "picture"))
    assert base == Fraction(1, 24000)
    assert ticks == [1001 * place for place in range(client.state()["frames"])]


def test_sound_is_silent_until_it_is_made_then_the_master_to_the_sample(played: Played) -> None:
    client = played()
    client.until(lambda state: bool(state["sound"]))
    with av.open(io.BytesIO(sought_in_any_order(client, "sound")), "r") as container:
        heard = np.concatenate([part.to_ndarray() for part in container.decode(audio=0)], axis=1).reshape(-1, 2).T
    with client.tiny.open() as film:
        job = film.planner.sound().final
        with PcmReader(film.engine.build([Target(job=job)]).path(job)) as master:
            wanted = master.read(0, master.samples)
    assert heard.shape == wanted.shape
    assert np.abs(heard / 32768 - wanted).max() <= 2 / 32768  # 16 bits, triangular dither of one step


def test_a_save_makes_a_revision_in_which_only_touched_chunks_are_rendered(played: Played) -> None:
    client = played()
    for name in client.segment_names("picture"):
        client.part(name)
    before = {job.identity for job in client.server.room.revision.preview.jobs}
    document = every_craft()
    document["cut"].insert(0, {"gap": "6f"})  # everything moves, one chunk is new
    client.tiny.write(document)
    facts = client.until(lambda state: state["revision"] == 2)
    revision = client.server.room.revision
    assert facts["frames"] == 6 + 176
    fresh = [job for job in revision.preview.jobs if job.identity not in before]
    assert [job.params.frames for job in fresh] == [6]  # type: ignore[attr-defined] # of pictures


def test_a_save_that_cannot_be_played_lists_its_problems_and_the_old_programme_goes_on(played: Played) -> None:
    client = played()
    document = every_craft()
    document["cut"][0]["from"] = "pann"
    client.tiny.write(document)
    facts = client.until(lambda state: bool(state["problems"]))
    assert facts["revision"] == 1
    assert "pann" in facts["problems"][0]["cause"]
    assert "production.yaml" in facts["problems"][0]["place"]
    assert client.part(client.segment_names("picture")[0])
    client.tiny.write(every_craft())
    assert client.until(lambda state: not state["problems"])["revision"] == 2


def test_the_page_moves_with_the_shot(played: Played) -> None:
    client = played()
    three = next(shot for shot in client.state()["shots"] if shot["shot"] == "three")
    document = every_craft()
    document["cut"].insert(0, {"gap": "9f"})
    client.tiny.write(document)
    client.until(lambda state: state["revision"] == 2)
    place = client.get(f"place.json?from=1&frame={three['start'] + 5}").decode()
    assert place == f'{{"revision": 2, "frame": {three["start"] + 14}}}'


def test_what_happens_is_told_to_a_page_that_listens(played: Played) -> None:
    client = played()
    with client.server.room.events.listening() as listener:
        document = every_craft()
        document["title"] = "Another"
        client.tiny.write(document)
        told = [listener.get(timeout=30)]
        while not told[-1].startswith("event: revision"):
            told.append(listener.get(timeout=30))
    assert told[-1] == 'event: revision\ndata: {"revision": 2}\n\n'


def test_a_new_seek_overtakes_what_is_no_longer_looked_at(played: Played) -> None:
    """A page that hangs up leaves the desk to the next wish at once."""
    client = played()
    names = client.segment_names("picture")
    hung_up = http.client.HTTPConnection("127.0.0.1", client.server.server_port)
    hung_up.request("GET", f"/r/1/{names[-1]}")
    hung_up.close()
    assert client.part(names[0])
    give_up = time.monotonic() + 30
    while client.server.room.revision.desk.is_waited_for and time.monotonic() < give_up:
        time.sleep(0.05)
    assert not client.server.room.revision.desk.is_waited_for


def test_other_hosts_are_refused(played: Played) -> None:
    """DNS rebinding: a foreign name that resolves to 127.0.0.1 stands in the Host header."""
    client = played()
    for host in ("evil.example", "evil.example:80", "127.0.0.1", "localhost:1"):
        assert client.status("state.json", Host=host) == 403
    assert client.status("state.json", Host=f"localhost:{client.server.server_port}") == 200


NOT_SERVED = (
    *("/../production.yaml", "/page/play.js", "/r/1/../../production.yaml", "/%2e%2e/x", "//etc/passwd"),
    *("/r/1/picture-999.m4s", "/r/1/programme-0.m4s", "/r/1/picture-0.mp4", "/r/1/programme.mp4", "/r/1/picture-.m4s"),
)


def test_only_what_is_served_is_served(played: Played) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", played().server.server_port)
    for path in NOT_SERVED:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 404, path
    connection.close()


def test_a_revision_that_is_gone_says_so(played: Played) -> None:
    assert played().status("/r/7/picture.m3u8") == 410


def test_the_page_needs_nothing_from_elsewhere(played: Played) -> None:
    client = played()
    for name in ("", "play.js", "stream.js", "play.css"):
        text = client.get(name).decode()
        assert "http://" not in text
        assert "https://" not in text
        assert "//cdn" not in text


def test_any_player_finds_the_newest_revision(played: Played) -> None:
    assert played().get("programme.m3u8").startswith(b"#EXTM3U\n")
