"""Copied packets: the finished file decodes to its sources where nothing touches them, and joins show nothing."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import av
import av.logging
import numpy as np
import pytest

from posthouse.delivery.presets import movie_of
from posthouse.delivery.spec import Copying
from posthouse.media.splice.parameter_sets import ParameterSets, SetKind
from posthouse.studio.copying import plan_copies
from tests.review.browser import CHROMIUM, Browser
from tests.studio.tiny import Clip, Tiny, labels, make_clip, new_tiny

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from posthouse.studio.copying import CopyPlan

SIZE = (160, 90)
TAGS = {"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709", "color_range": "tv"}
X264 = Clip(size=SIZE, frames=130, options={"g": "48", "bf": "3", "preset": "fast", "crf": "22", **TAGS})
X265 = replace(
    X264,
    codec="libx265",
    pixel_format="yuv420p10le",
    options={"g": "40", "preset": "ultrafast", "x265-params": "bframes=3:log-level=none", **TAGS},
)
PRORES = replace(X264, codec="prores_ks", pixel_format="yuv422p10le", options={"profile": "hq", **TAGS})
DNX = replace(
    X264, codec="dnxhd", pixel_format="yuv422p10le", size=(256, 144), options={"profile": "dnxhr_hqx", **TAGS}
)
FFV1 = replace(
    X264,
    codec="ffv1",
    pixel_format="yuv422p10le",
    options={"g": "1", "level": "3", "slicecrc": "1", "coder": "range_tab", "context": "1", **TAGS},
)


def _with(clip: Clip, **options: str) -> Clip:
    return replace(clip, options={**clip.options, **options})


WEB = {"as": "web", "preset": "faster"}
HEVC = {"as": "hevc", "preset": "ultrafast"}
CASES: dict[str, tuple[dict[str, Any], str, Clip, Clip]] = {
    "h264": (WEB, "mp4", X264, _with(X264, bf="1")),
    "h264 in a transport stream": (WEB, "ts", X264, _with(X264, bf="0")),
    "h264 of baseline and many slices": (
        WEB,
        "mp4",
        _with(X264, profile="baseline", slices="4", bf="0"),
        _with(X264, **{"x264-params": "cabac=0:b-pyramid=strict:sps-id=3"}),
    ),
    "h264 into matroska": (
        {"as": "custom", "codec": "libx264", "container": "mkv", "options": {"preset": "faster"}},
        "mkv",
        X264,
        _with(X264, bf="0"),
    ),
    "hevc": (HEVC, "mp4", X265, _with(X265, **{"x265-params": "bframes=0:ctu=16:no-open-gop=1:log-level=none"})),
    "prores": ({"as": "prores-422-hq"}, "mov", PRORES, PRORES),
    "dnxhr": ({"as": "dnxhr-hqx", "size": [256, 144]}, "mov", DNX, DNX),
    "ffv1": ({"as": "ffv1"}, "mkv", FFV1, FFV1),
}


def _document(deliver: dict[str, Any], suffix: str, size: tuple[int, int] = SIZE) -> dict[str, Any]:
    return {
        "posthouse": 1,
        "title": "Copied",
        "format": {"size": list(size), "rate": 24, "color": "rec709"},
        "media": {"a": f"media/a.{suffix}", "b": f"media/b.{suffix}"},
        "cut": [
            {"shot": "one", "from": "a", "in": "7f", "for": "85f"},
            {"dissolve": "8f"},
            {"shot": "two", "from": "b", "in": "20f", "for": "90f"},
            {"shot": "three", "from": "a", "in": "0f", "for": "60f"},
        ],
        "deliver": [deliver | {"name": "smart", "copy": "untouched"}, deliver | {"name": "plain"}],
    }


def _made(folder: Path, case: str) -> Tiny:
    deliver, suffix, first, second = CASES[case]
    kit = folder / "kit"
    kit.mkdir()
    sound = "aac" if suffix in {"mp4", "ts"} else "pcm_s16le"
    make_clip(kit / f"a.{suffix}", replace(first, seed=1, sound_codec=sound))
    make_clip(kit / f"b.{suffix}", replace(second, seed=2, sound_codec=sound))
    return new_tiny(folder / "film", _document(deliver, suffix, first.size), kit)


def _copies(tiny: Tiny) -> CopyPlan:
    with tiny.open() as film:
        movie = movie_of(film.orders()[0].spec, film.planner.delivered)  # type: ignore[arg-type] # it is a movie
        dresser = film.planner.dresser(movie.picture.format)
        return plan_copies(film.programme, dresser, movie, Copying.UNTOUCHED, film.library)


def _pictures(path: Path) -> list[NDArray[Any]]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray() for frame in container.decode(video=0)]


def _movie(tiny: Tiny, name: str) -> Path:
    return next(path for path in (tiny.folder / "out").glob(f"{name}.*") if "report" not in path.name)


def _decoded_silently(path: Path) -> list[NDArray[Any]]:
    """Return a file's pictures; FFmpeg has nothing to say of them."""
    av.logging.set_level(av.logging.WARNING)
    try:
        with av.logging.Capture() as told:
            pictures = _pictures(path)
    finally:
        av.logging.set_level(None)
    assert told == []
    return pictures


def _digests(tiny: Tiny) -> dict[str, str]:
    """Return by content digest which media a copy names."""
    with tiny.open() as film:
        return {each.info.digest: str(each.path) for each in film.programme.media.values() if each.info}


@pytest.mark.parametrize("case", CASES)
def test_copied_places_decode_as_their_source_and_joins_are_right_to_the_frame(tmp_path: Path, case: str) -> None:
    tiny = _made(tmp_path, case)
    tiny.build()
    finished, plain = _decoded_silently(_movie(tiny, "smart")), _pictures(_movie(tiny, "plain"))
    plan, files = _copies(tiny), _digests(tiny)
    sources = {digest: _pictures(path) for digest, path in files.items()}  # type: ignore[arg-type] # av takes text
    assert len(finished) == len(plain) == 235
    assert sum(frames.duration_frames for frames in plan.copies) > 100
    for frames, copied in plan.copies.items():
        for place in range(copied.frames):
            source = sources[copied.media][copied.first + place]
            assert np.array_equal(finished[frames.start_frame + place], source)
    noise = [np.mean(np.square(a.astype(float) - b)) for a, b in zip(finished, plain, strict=True)]
    swapped = [np.mean(np.square(a.astype(float) - b)) for a, b in zip(finished[1:], plain, strict=False)]
    assert max(noise) * 4 < min(swapped)  # no picture is its neighbour


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """Return a production of ProRes that nothing was built of."""
    return _made(tmp_path_factory.mktemp("prores"), "prores")


@pytest.fixture(scope="module")
def built(untouched: Tiny, tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """Return the same, with its movie of copies."""
    made = _copy_of(untouched, tmp_path_factory.mktemp("built"))
    made.build("smart")
    return made


@pytest.fixture
def prores(untouched: Tiny, tmp_path: Path) -> Tiny:
    """Return one that nothing was built of, to be changed."""
    return _copy_of(untouched, tmp_path)


@pytest.fixture
def smart(built: Tiny, tmp_path: Path) -> Tiny:
    """Return one with its movie of copies, to be changed."""
    return _copy_of(built, tmp_path)


def _copy_of(tiny: Tiny, folder: Path) -> Tiny:
    return Tiny(folder=shutil.copytree(tiny.folder, folder / "film"))


def test_the_report_says_how_much_was_copied(built: Tiny) -> None:
    report = json.loads((built.folder / "out" / "smart.mov.report.json").read_text())
    said = {check["what"]: check["measured"] for check in report["checks"]}
    assert said["frames copied"] == "227 of 235 (96.6 %), in 7 chunks; the other 8 were encoded"


def _rewritten(tiny: Tiny, **changes: Any) -> None:
    document = json.loads((tiny.folder / "production.yaml").read_text())
    tiny.write(document | changes)


def test_a_grade_turns_only_its_shot_from_copies_to_encodes(smart: Tiny) -> None:
    _rewritten(smart, color={"grades": {"three": {"saturation": 1.2}}})
    report = smart.build("smart")
    assert labels(report, "studio.copy") == []
    assert labels(report, "studio.picture") == ["smart three @0", "smart three @48"]


def test_a_title_turns_only_the_frames_it_stands_over(prores: Tiny) -> None:
    title = {"title": "name", "text": "Tiny", "at": "three+10f", "for": "20f"}
    _rewritten(prores, titles=[title])
    copied = _copies(prores).copies
    shown = [(frames.start_frame, frames.end_frame) for frames in copied if frames.start_frame >= 175]
    assert shown == [(175, 185), (205, 223), (223, 235)]


def test_moving_a_shot_copies_nothing_again(smart: Tiny) -> None:
    document = json.loads((smart.folder / "production.yaml").read_text())
    cut = document["cut"]
    _rewritten(smart, cut=[cut[3], *cut[:3]])
    assert labels(smart.build("smart"), "studio.copy") == []


def test_an_incremental_build_is_the_clean_one(smart: Tiny, tmp_path: Path) -> None:
    _rewritten(smart, color={"grades": {"two": {"exposure": 0.2}}})
    smart.build("smart")
    document = json.loads((smart.folder / "production.yaml").read_text())
    clean = new_tiny(tmp_path / "clean", document, smart.folder / "media")
    clean.build("smart", cores=1)
    assert smart.finished() == clean.finished()


@pytest.mark.parametrize(
    ("deliver", "cause"),
    [
        ({"as": "dnxhr-hqx", "size": [256, 144]}, "it is prores, the movie dnxhd"),
        ({"as": "prores-422"}, "its codec tag is apch, the movie's apcn"),
        ({"as": "prores-422-hq", "size": [128, 72]}, "its size is 160x90, the movie's 128x72"),
        ({"as": "prores-422-hq", "color": "rec2020"}, "its matrix is bt709, the movie's bt2020"),
        ({"as": "prores-422-hq", "scan": "interlaced-top"}, "interlaced pictures are not copied"),
    ],
)
def test_what_cannot_be_copied_says_why(prores: Tiny, deliver: dict[str, Any], cause: str) -> None:
    _rewritten(prores, deliver=[deliver | {"name": "smart", "copy": "untouched"}])
    with prores.open() as film:
        assert f"smart.mov: one, two, three cannot be copied: {cause}" in film.check()


@pytest.mark.parametrize(
    ("shot", "cause"),
    [
        ({"scale": 1.5}, "it does not stand alone and fill the frame"),
        ({"speed": "50%", "for": "40f"}, "too short"),
    ],
)
def test_a_shot_that_is_changed_is_not_copied(prores: Tiny, shot: dict[str, Any], cause: str) -> None:
    document = json.loads((prores.folder / "production.yaml").read_text())
    _rewritten(prores, cut=[document["cut"][3] | shot])
    with prores.open() as film:
        notes = film.check()
    assert any("three cannot be copied" in note and cause in note for note in notes)


def test_without_being_asked_nothing_is_copied(prores: Tiny) -> None:
    assert labels(prores.build("plain"), "studio.copy") == []


def test_h264_that_says_no_color_is_told_the_movies(tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    kit.mkdir()
    untagged = replace(X264, options={name: text for name, text in X264.options.items() if name not in TAGS})
    make_clip(kit / "a.mp4", replace(untagged, sound_codec="aac"))
    media = {"a": {"file": "media/a.mp4", "color": "rec709"}}
    cut = [{"shot": "one", "from": "a", "in": "0f", "for": "100f"}]
    tiny = new_tiny(tmp_path / "film", _document(WEB, "mp4") | {"media": media, "cut": cut}, kit)
    tiny.build("smart")
    tags = {(frame.colorspace, frame.color_primaries, frame.color_trc) for frame in _frames(_movie(tiny, "smart"))}
    assert _copies(tiny).copies
    assert tags == {(1, 1, 1)}


def _frames(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


_PLAYED = """new Promise(async done => {
  const video = document.createElement("video"), times = [];
  video.muted = true; video.src = location.href.replace("page.html", "%s");
  document.body.append(video);
  video.onerror = () => done(video.error.message);
  const seen = (_, frame) => { times.push(frame.mediaTime); video.requestVideoFrameCallback(seen); };
  video.requestVideoFrameCallback(seen);
  video.onended = () => done([times.length, times.at(-1), times.every((time, at) => !at || time > times[at - 1])]);
  await video.play();
})"""


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
def test_a_browser_plays_over_every_join(tmp_path: Path) -> None:
    tiny = _made(tmp_path, "h264 of baseline and many slices")
    tiny.build("smart")
    page = tiny.folder / "out" / "page.html"
    page.write_text("<body></body>")
    with Browser(tmp_path / "profile") as browser:
        browser.open(page.as_uri())
        time.sleep(1)
        count, last_s, is_rising = browser.value(_PLAYED % "smart.mp4")
    assert is_rising
    assert last_s == pytest.approx(234 / 24, abs=0.001)
    assert count > 100


def test_streams_of_two_hevc_encoders_stand_in_one_header(tmp_path: Path) -> None:
    tiny = _made(tmp_path, "hevc")
    tiny.build("smart")
    with av.open(str(_movie(tiny, "smart"))) as container:
        context = container.streams.video[0].codec_context
        sets = ParameterSets.of("hevc", context.extradata or b"", SIZE)
        assert context.codec_tag == "hvc1"
    assert len(sets.numbers(SetKind.PICTURE)) == len(list(sets.of_kind(SetKind.PICTURE))) > 1
