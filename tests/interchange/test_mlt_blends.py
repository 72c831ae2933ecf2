"""Blends in MLT: what Kdenlive's and Shotcut's transitions come to, what we write, and what melt shows of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from posthouse.interchange import Curve, MediaKind, MediaRef, Outcome, Track, TrackKind
from posthouse.interchange.luma_key import LumaKey
from posthouse.interchange.mlt import kdenlive, read, write
from posthouse.interchange.mlt.blends import BLENDS
from tests.interchange.test_mlt import clip, timeline

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from posthouse.interchange import Clip, Reading, Timeline

MELT = shutil.which("melt")
SCREEN = {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}
"""With these melt's Qt module needs no screen."""
UNDER, ABOVE = (64, 96, 200), (160, 128, 32)
SHOWN = {
    "add": (224, 224, 232), "multiply": (40, 48, 25), "screen": (184, 176, 207), "overlay": (80, 96, 159),
    "darken": (64, 96, 32), "lighten": (160, 128, 200), "color-dodge": (172, 193, 229), "color-burn": (0, 0, 0),
    "hard-light": (113, 97, 50), "soft-light": (80, 96, 168), "difference": (96, 32, 168), "exclusion": (144, 128, 182),
}  # fmt: skip
"""What the formulas of W3C Compositing and Blending Level 1, clause 5.8, make of the two, in codes."""


def layered(*above: Clip) -> Timeline:
    low = Track(name="V1", kind=TrackKind.PICTURE, clips=(clip("low", 0, 100, 5),))
    return timeline(low, Track(name="V2", kind=TrackKind.PICTURE, clips=above))


@pytest.mark.parametrize("writer", [write, kdenlive.write], ids=["mlt", "kdenlive"])
def test_every_blend_comes_back_on_its_clip(tmp_path: Path, writer: Any) -> None:
    clips = [clip(name, 7 * number, 7, 9, blend=name) for number, name in enumerate(("normal", *BLENDS))]
    content = next(iter(writer((layered(*clips),), name="cut").files.values()))
    (tmp_path / "cut.mlt").write_bytes(content)
    _, found = read(tmp_path / "cut.mlt").timelines[0].tracks
    assert [each.blend for each in found.clips] == ["normal", *BLENDS]


def test_what_becomes_of_a_blend_is_told() -> None:
    dim = clip("dim", 0, 10, 9, blend="add", opacity=Curve.constant(0.5))
    cut = layered(dim, clip("glow", 10, 10, 9, blend="screen"), clip("less", 20, 10, 9, blend="subtract"))
    for writer, outcomes in (
        (write, [Outcome.APPROXIMATED, Outcome.APPROXIMATED, Outcome.DROPPED]),
        (kdenlive.write, [Outcome.APPROXIMATED, Outcome.KEPT, Outcome.DROPPED]),
    ):
        entries = writer((cut,), name="cut").ledger.entries
        assert [each.outcome for each in entries if each.feature == "effect"] == outcomes


def said(folder: Path, words: Mapping[str, str], where: str = "") -> Reading:
    """Return what a document says whose second track is drawn by one transition."""
    text = write((layered(clip("top", 10, 20, 9)),), name="cut").files["cut.mlt"].decode()
    facts = {"a_track": "0", "b_track": "2", **words}
    spelled = "".join(f'<property name="{name}">{value}</property>' for name, value in facts.items())
    (folder / "cut.mlt").write_text(
        text.replace("  </tractor>\n</mlt>", f"<transition {where}>{spelled}</transition></tractor></mlt>")
    )
    return read(folder / "cut.mlt")


@pytest.mark.parametrize(
    ("words", "where", "blend", "told"),
    [
        ({"mlt_service": "qtblend", "compositing": "14", "always_active": "1"}, "", "screen", ""),
        ({"mlt_service": "frei0r.cairoblend", "1": "colordodge"}, 'in="10" out="29"', "color-dodge", ""),
        ({"mlt_service": "qtblend", "compositing": "13"}, 'in="5" out="60"', "multiply", ""),
        ({"mlt_service": "qtblend", "compositing": "13", "disable": "1"}, 'in="5" out="60"', "normal", ""),
        ({"mlt_service": "qtblend", "compositing": "13"}, 'in="15" out="60"', "normal", "for a part of it"),
        ({"mlt_service": "qtblend", "compositing": "11"}, 'in="10" out="29"', "normal", "its mode 11"),
        (
            {"mlt_service": "qtblend", "compositing": "14", "rect": "0=0 0 1920 1080 1"},
            'in="10" out="29"',
            "screen",
            "",
        ),
        (
            {"mlt_service": "qtblend", "rect": "0=100 0 960 540 1"},
            'in="10" out="29"',
            "normal",
            "places or dims it, too",
        ),
        ({"mlt_service": "frei0r.cairoblend", "1": "hslhue"}, 'in="10" out="29"', "normal", "its mode hslhue"),
    ],
)
def test_transitions_of_others(tmp_path: Path, words: dict[str, str], where: str, blend: str, told: str) -> None:
    found = said(tmp_path, words, where)
    assert found.timelines[0].tracks[1].clips[0].blend == blend
    reasons = [entry.reason for entry in found.ledger.losses if entry.feature in {"effect", "transform"}]
    assert told in reasons[0] if told else not reasons


def _has_qtblend() -> bool:
    words = [str(MELT), "-query", "transition=qtblend"]
    return MELT is not None and b"QPainter" in subprocess.run(words, check=False, capture_output=True).stdout


def _color(name: str, start: int, length: int, codes: tuple[int, ...], **more: Any) -> Clip:
    red, green, blue = (code / 255 for code in codes)
    media = MediaRef(name=name, kind=MediaKind.COLOR, color=(red, green, blue), has_timecode=False)
    return clip(name, start, length, 0, media=media, **more)


@pytest.mark.skipif(MELT is None, reason="melt is not installed")
def test_melt_shows_every_blend_by_its_formula(tmp_path: Path) -> None:
    if not _has_qtblend():
        pytest.skip("melt has no Qt module")
    low = _color("low", 0, 2 * len(SHOWN), UNDER)
    above = tuple(_color(name, 2 * number, 2, ABOVE, blend=name) for number, name in enumerate(SHOWN))
    cut = timeline(*(Track(name=n, kind=TrackKind.PICTURE, clips=c) for n, c in (("V1", (low,)), ("V2", above))))
    path, movie = tmp_path / "cut.mlt", tmp_path / "cut.mkv"
    path.write_bytes(write((cut,), name="cut").files["cut.mlt"].replace(b'"1920"', b'"64"').replace(b'"1080"', b'"64"'))
    words = [str(MELT), str(path), "-consumer", f"avformat:{movie}", "vcodec=ffv1", "pix_fmt=yuv444p", "an=1"]
    subprocess.run([*words, "real_time=-1"], check=True, capture_output=True, env=os.environ | SCREEN)
    with av.open(str(movie)) as opened:
        planes = [frame.to_ndarray(format="yuv444p")[:, 32, 32].astype(float) for frame in opened.decode(video=0)]
    for number, codes in enumerate(SHOWN.values()):
        apart = np.abs(planes[2 * number] - _planes(*codes))
        assert (apart < [1.5, 12, 12]).all(), (tuple(SHOWN)[number], apart)  # steep ones widen melt's 8 bits of chroma


def _planes(red: int, green: int, blue: int) -> list[float]:
    """Return narrow Y'CbCr codes of R'G'B' codes (ITU-R BT.709-6, items 3.2 to 3.5)."""
    luma = (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255
    return [
        16 + 219 * luma,
        128 + 224 * (blue / 255 - luma) / 1.8556,
        128 + 224 * (red / 255 - luma) / 1.5748,
    ]


@pytest.mark.parametrize("key", [LumaKey(low=0.2, high=0.498), LumaKey(low=0.4, high=0.902, is_inverted=True)])
def test_a_luma_key_comes_back_to_a_code(tmp_path: Path, key: LumaKey) -> None:
    writing = write((layered(clip("top", 0, 20, 9, effects=(key.effect(),))),), name="cut")
    assert any("BT.601" in entry.reason for entry in writing.ledger.losses)
    (tmp_path / "cut.mlt").write_bytes(writing.files["cut.mlt"])
    (found,) = read(tmp_path / "cut.mlt").timelines[0].tracks[1].clips
    again = LumaKey.of(found.effects[0])
    assert again is not None
    assert again.is_inverted is key.is_inverted
    assert np.allclose((again.low, again.high), (key.low, key.high), atol=1 / 255)


def test_a_key_that_is_clear_on_neither_side_is_mlts_own(tmp_path: Path) -> None:
    key = LumaKey(low=0.2, high=0.5).effect()
    text = write((layered(clip("top", 0, 20, 9, effects=(key,))),), name="cut").files["cut.mlt"].decode()
    half = text.replace('<property name="postlevel">255', '<property name="postlevel">128')
    (tmp_path / "cut.mlt").write_text(half)
    found = read(tmp_path / "cut.mlt")
    assert LumaKey.of(found.timelines[0].tracks[1].clips[0].effects[0]) is None
    assert any("lumakey is MLT's own" in entry.reason for entry in found.ledger.losses)
