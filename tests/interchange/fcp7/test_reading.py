"""Final Cut 7 XML in small: speeds, coordinates of each application, paths, and files that are wrong."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import MediaError
from posthouse.interchange.fcp7 import read
from posthouse.interchange.xml_urls import path_of_url, url_of_path

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.timeline import Clip

RATE = "<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>"
FILE = (
    f'<file id="f"><name>a.mov</name><pathurl>file://localhost/m/a.mov</pathurl>{RATE}<duration>1000</duration><media>'
    "<video><samplecharacteristics><width>960</width><height>540</height></samplecharacteristics></video>"
    "</media></file>"
)


def sequence(items: str, name: str = "cut") -> str:
    sample = "<samplecharacteristics><width>1920</width><height>1080</height></samplecharacteristics>"
    media = f"<media><video><format>{sample}</format><track>{items}</track></video></media>"
    return f'<xmeml version="5"><sequence id="s"><name>{name}</name>{RATE}{media}</sequence></xmeml>'


def item(extra: str = "", times: tuple[int, int, int, int] = (0, 40, 20, 60)) -> str:
    tags = "".join(f"<{tag}>{at}</{tag}>" for tag, at in zip(("start", "end", "in", "out"), times, strict=True))
    return f'<clipitem id="c"><name>a</name><duration>1000</duration>{RATE}{tags}{FILE}{extra}</clipitem>'


def remap(**values: str) -> str:
    named = "".join(
        f"<parameter><parameterid>{k}</parameterid><value>{v}</value></parameter>" for k, v in values.items()
    )
    return f"<filter><effect><effectid>timeremap</effectid>{named}</effect></filter>"


def clip_in(tmp_path: Path, text: str) -> Clip:
    path = tmp_path / "cut.xml"
    path.write_text(text)
    return read(path).timelines[0].tracks[0].clips[0]


@pytest.mark.parametrize(
    ("effect", "times", "first", "taken", "speed"),
    [
        (remap(speed="50"), (0, 40, 20, 60), 10, 20, Fraction(1, 2)),  # in and out as it plays
        (remap(speed="200"), (0, 40, 300, 380), 300, 80, Fraction(2)),  # in and out are source frames: the lengths tell
        (remap(speed="100", reverse="TRUE"), (0, 40, 20, 60), 940, 40, Fraction(-1)),  # from the end of 1000
        (remap(speed="33.33"), (0, 30, 0, 30), 0, Fraction(9999, 1000), Fraction(3333, 10000)),
        ("<stillframe>TRUE</stillframe>", (0, 40, 20, 60), 20, 1, Fraction(0)),
    ],
)
def test_speeds(  # each case is a row
    tmp_path: Path, effect: str, times: tuple[int, int, int, int], first: int, taken: Fraction, speed: Fraction
) -> None:
    clip = clip_in(tmp_path, sequence(item(effect, times)))
    assert (clip.source.start, clip.source.duration, clip.speed) == (Fraction(first), Fraction(taken), speed)


def test_a_graph_wins_over_premieres_junk_keyframes(tmp_path: Path) -> None:
    keys = [(0, 0, "start"), (400, 400, ""), (440, 430, ""), (500, -1815255671, "out"), (600, 590, "")]
    spelled = "".join(
        f"<keyframe><when>{when}</when><value>{value}</value>"
        + (f"<speedvirtualkf>TRUE</speedvirtualkf><speedkf{flag}>TRUE</speedkf{flag}>" if flag else "")
        + "</keyframe>"
        for when, value, flag in keys
    )
    graph = f"<parameter><parameterid>graphdict</parameterid><valuemax>1000</valuemax>{spelled}</parameter>"
    effect = remap(variablespeed="1", speed="99").replace("</effect>", f"{graph}</effect>")
    clip = clip_in(tmp_path, sequence(item(effect, (0, 100, 400, 500))))
    assert [(int(point.record), int(point.source)) for point in clip.ramp] == [(0, 0), (40, 30), (100, 90)]


@pytest.mark.parametrize(
    ("mark", "expected"),
    [("", (0.75, 0.5)), ("<pproTicksIn>203212800000</pproTicksIn>", (0.625, 0.5))],
    ids=["parts-of-the-sequence", "premiere-parts-of-the-media"],
)
def test_places_count_as_their_application_counts(tmp_path: Path, mark: str, expected: tuple[float, float]) -> None:
    center = "<parameter><parameterid>center</parameterid><value><horiz>0.25</horiz><vert>0</vert></value></parameter>"
    motion = f"<filter><effect><effectid>basic</effectid>{center}</effect></filter>"
    clip = clip_in(tmp_path, sequence(item(mark + motion)))
    assert clip.transform is not None
    assert clip.transform.position is not None
    assert clip.transform.position.keys[0].value == expected


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("file://localhost/D%3a/media/a%20b.mov", "D:/media/a b.mov"),
        ("file:///Volumes/x/%C3%A9.mov", "/Volumes/x/é.mov"),
        ("file://server/share/a.mov", "//server/share/a.mov"),
        ("file://localhost//server/share/a.mov", "//server/share/a.mov"),
        ("file:///C:/a.mov", "C:/a.mov"),
        ("C:\\a.mov", "C:\\a.mov"),
        ("", ""),
    ],
)
def test_paths_are_unquoted(url: str, path: str) -> None:
    assert path_of_url(url) == path


@pytest.mark.parametrize("path", ["D:/media/a b.mov", "/m/é #1?.mov", "//server/share/100%.mov"])
def test_a_path_comes_back_from_its_url(path: str) -> None:
    assert path_of_url(url_of_path(path, host="localhost")) == path


BOMB = '<!DOCTYPE xmeml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><xmeml>&b;</xmeml>'
LOOP = sequence(f'<clipitem>{RATE}<start>0</start><end>9</end><in>0</in><out>9</out><sequence id="s"/></clipitem>')


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("\x89PNG\r\n", "no whole"),
        (sequence(item())[:-40], "no whole"),
        ("<fcpxml/>", "begins with <fcpxml>"),
        ("<xmeml/>", "holds no sequence"),
        (BOMB, "declares entities"),
        (LOOP, "contains itself"),
        (sequence(item().replace("<start>0", "<start>soon")), "no number of frames"),
        (sequence(item()).replace("<timebase>25", "<timebase>-1"), "no frame rate"),
        ("<xmeml>" + "<bin>" * 400 + "</bin>" * 400 + "</xmeml>", "no whole"),
        ('<xmeml><sequence id="q"><name>n</name></sequence></xmeml>', "nowhere in the file"),
    ],
)
def test_wrong_files_give_one_clear_error(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "cut.xml"
    path.write_text(text)
    with pytest.raises(MediaError, match=told):
        read(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="cannot be read"):
        read(tmp_path / "none.xml")
