"""What a file can do to its decoder, done: a crash, a hang, a bomb. The process that asked goes on in each case."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.errors import MediaError
from posthouse.media.booth.booth import Booth
from posthouse.media.booth.house import HOUSE
from posthouse.media.booth.wire import Wire
from posthouse.media.guarded import learned, open_pictures
from posthouse.media.images import write_image
from posthouse.media.library import MediaLibrary
from posthouse.media.limits import PacketTally
from posthouse.media.pool import DecoderPool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.media.reading.conftest import Clip


@pytest.fixture
def clip(make_clip: Callable[[Clip], Path], clip_type: type[Clip]) -> Path:
    return make_clip(clip_type(name="booth.mp4", codec="libx264"))


@pytest.fixture
def fresh_house() -> Iterator[None]:
    """Begin and end without a booth, so that settings are those of the test."""
    HOUSE.close()
    yield
    HOUSE.close()


def pid_of(pool: DecoderPool) -> int:
    (_, decoder), *_ = pool._idle.values()
    return int(decoder.source._booth.pid)  # type: ignore[attr-defined] # a booth's, not any source's


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_crash_is_an_error_that_names_file_and_picture(clip: Path, library: MediaLibrary, number: int) -> None:
    info = library.info(clip)
    with DecoderPool(library=library) as pool:
        next(pool.pictures(clip, info, [0]))
        os.kill(pid_of(pool), number)
        with pytest.raises(
            MediaError, match=rf"booth.mp4 cannot be decoded at picture 7: .*{signal.Signals(number).name}"
        ):
            next(pool.pictures(clip, info, [7]))
        assert len(list(pool.pictures(clip, info, range(5)))) == 5, "the next decoder is another one"


def test_hang_ends_when_patience_does(clip: Path, library: MediaLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    info = library.info(clip)
    with DecoderPool(library=library) as pool:
        next(pool.pictures(clip, info, [0]))
        monkeypatch.setenv("POSTHOUSE_MEDIA_PATIENCE", "0.3")
        os.kill(pid_of(pool), signal.SIGSTOP)
        with pytest.raises(MediaError, match=r"no sign of life for 0\.3 s"):
            next(pool.pictures(clip, info, [7]))


def test_memory_is_bounded(tmp_path: Path, fresh_house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTHOUSE_MEDIA_MEMORY", "0.06")
    path = tmp_path / "large.png"
    write_image(path, np.zeros((4000, 6000, 4), np.uint8))
    with (
        MediaLibrary(tmp_path / "house") as library,
        DecoderPool(library=library) as pool,
        pytest.raises(MediaError, match=r"large\.png cannot be"),
    ):
        next(pool.pictures(path, library.info(path), [0]))


def test_pictures_taken_and_kept_stay_as_they_were(clip: Path, library: MediaLibrary) -> None:
    with DecoderPool(library=library) as pool:
        info = library.info(clip)
        kept = list(pool.pictures(clip, info, [*range(60)] * 3))
        assert len(list(Path("/proc/self/fd").iterdir())) < 60, "memory is shared by the stretch, not by the picture"
        sums = [int(picture.planes[0].sum()) for picture in kept]
        again = [int(picture.planes[0].sum()) for picture in pool.pictures(clip, info, range(60))]
    assert sums == again * 3 == [int(picture.planes[0].sum()) for picture in kept]


def test_run_broken_off_leaves_a_decoder_that_goes_on(clip: Path, library: MediaLibrary) -> None:
    info = library.info(clip)
    with DecoderPool(library=library) as pool:
        expected = [int(picture.planes[0].sum()) for picture in pool.pictures(clip, info, range(60))]
        for taken in (1, 2, 9, 48):
            run = pool.pictures(clip, info, range(60))
            assert [int(next(run).planes[0].sum()) for _ in range(taken)] == expected[:taken]
            run.close()
        assert [int(p.planes[0].sum()) for p in pool.pictures(clip, info, [59, 3, 3])] == [
            expected[i] for i in (59, 3, 3)
        ]


def test_isolated_and_not_give_the_same(clip: Path, library: MediaLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    info = library.info(clip)
    index = library.picture_index(clip, info)
    found = []
    for isolation in ("on", "off"):
        monkeypatch.setenv("POSTHOUSE_MEDIA_ISOLATION", isolation)
        source = open_pictures(clip, info, 0, index, threads=1)
        found.append(
            [[plane.tobytes() for plane in picture.planes] for picture in source.pictures([5, 4, 3, 50, 50, 51])]
        )
        source.close()
        assert learned(clip).info.pictures == info.pictures
    assert found[0] == found[1]


def test_nothing_is_left_over(clip: Path, tmp_path: Path, fresh_house: None) -> None:
    def held() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = held()
    with MediaLibrary(tmp_path / "house") as library, DecoderPool(library=library) as pool:
        info = library.info(clip)
        for at in (0, 40, 20):
            run = pool.pictures(clip, info, range(at, at + 10))
            next(run)
            run.close()
    HOUSE.close()
    assert held() == before
    assert not Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def test_run_that_ctrl_c_broke_off_is_never_taken_for_the_next_file(
    clip: Path, library: MediaLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_booth: Booth, _path: Path, doing: str) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    info = library.info(clip)
    with DecoderPool(library=library) as pool:
        expected = [picture.planes[0].copy() for picture in pool.pictures(clip, info, range(40, 44))]
        monkeypatch.setattr(Booth, "_wait", interrupt)
        with pytest.raises(KeyboardInterrupt):
            list(pool.pictures(clip, info, range(20)))
        found = [picture.planes[0].copy() for picture in pool.pictures(clip, info, range(40, 44))]
    np.testing.assert_array_equal(found, expected)


def test_question_to_the_steward_that_ctrl_c_broke_off_starts_another(
    clip: Path, library: MediaLibrary, fresh_house: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_wire: Wire) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    HOUSE.prepare()
    monkeypatch.setattr(Wire, "receive", interrupt)
    with pytest.raises(KeyboardInterrupt):
        HOUSE.lend()
    assert learned(clip).info.pictures == library.info(clip).pictures


def test_booth_is_let_go_wherever_garbage_is_collected(fresh_house: None) -> None:
    """A finalizer runs in whichever thread collects, also in one that speaks to the steward just then."""
    circle: list[object] = [HOUSE.lend()]
    circle.append(circle)
    pid = circle[0].pid  # type: ignore[attr-defined] # a booth
    steward = HOUSE._steward
    assert steward is not None
    with steward._lock:
        del circle
        gc.collect()
    deadline = time.monotonic() + 20
    while lives(pid):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_booth_that_ended_while_nobody_used_it_is_not_lent(
    clip: Path, library: MediaLibrary, fresh_house: None
) -> None:
    learned(clip)
    ((booth, _),) = HOUSE._idle
    os.kill(booth.pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while not booth.has_ended:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert learned(clip).info.pictures == library.info(clip).pictures


def test_table_that_leads_in_circles_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "circle.mov"
    path.write_bytes(bytes(100))
    tally = PacketTally(path)
    for _ in range(1100):
        tally.count(1)
    with pytest.raises(MediaError, match=r"circle\.mov is damaged: it promises more packets than it has bytes for"):
        tally.count(1)


def test_booths_do_not_outlive_a_house_that_is_killed(clip: Path, tmp_path: Path) -> None:
    program = f"""
import sys, time
from pathlib import Path
from posthouse.media.booth.booth import Booth
from posthouse.media.booth.house import HOUSE
from posthouse.media.booth.wire import Wire
from posthouse.media.library import MediaLibrary
from posthouse.media.pool import DecoderPool
library = MediaLibrary(Path({str(tmp_path)!r}))
run = DecoderPool(library=library).pictures(Path({str(clip)!r}), library.info(Path({str(clip)!r})), range(50))
next(run)
print(HOUSE._steward.pid, HOUSE.lend().pid, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as house:
        assert house.stdout is not None
        pids = [int(pid) for pid in house.stdout.readline().split()]
        assert len(pids) == 2
        house.kill()
    deadline = time.monotonic() + 20
    while any(lives(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def lives(pid: int) -> bool:
    """Return whether a process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_steward_that_stands_still_holds_nobody_up(fresh_house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("posthouse.media.booth.house._GRACE_SECONDS", 0.05)
    HOUSE.prepare()
    steward = HOUSE._steward
    assert steward is not None
    os.kill(steward.pid, signal.SIGSTOP)
    HOUSE.close()
    assert not lives(steward.pid)
