"""Color for systems that know no grades: each shot's whole way as a LUT beside the cut, and back again."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
import yaml
from av.video.reformatter import ColorRange, Colorspace

from posthouse.color import builtin_looks, grade_of_shot
from posthouse.color.grade import apply_exact
from posthouse.interchange import Outcome
from posthouse.studio import open_film
from posthouse.studio.exchange.exporting import export
from posthouse.studio.exchange.importing import Asked, import_cut
from posthouse.studio.exchange.outgoing.luts import Luts
from tests.studio.tiny import Clip as TinyClip
from tests.studio.tiny import make_clip

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.studio import Film

MELT = shutil.which("melt")
DARK = {"exposure": -0.7, "contrast": 1.3, "saturation": 1.2}


@pytest.fixture
def film_of(tmp_path: Path) -> Any:
    """Return a maker of films of one real clip."""
    make_clip(tmp_path / "a.mov", TinyClip(frames=40, seed=1))
    opened: list[Film] = []

    def make(**parts: Any) -> Film:
        document = {
            "posthouse": 1,
            "title": "Graded",
            "format": {"size": [96, 54], "rate": 24},
            "media": {"a": "a.mov"},
            "cut": [
                {"shot": "one", "from": "a", "in": "2f", "for": "10f"},
                {"shot": "two", "from": "a", "in": "14f", "for": "10f"},
                {"shot": "bare", "from": "a", "in": "20f", "for": "10f"},
            ],
            **parts,
        }
        (tmp_path / "production.yaml").write_text(json.dumps(document))
        opened.append(open_film(tmp_path))
        return opened[-1]

    yield make
    for film in opened:
        film.close()


@pytest.mark.parametrize("name", ["mlt", "kdenlive"])
def test_shots_of_one_grade_share_a_lut_and_get_it_back(film_of: Any, tmp_path: Path, name: str) -> None:
    film = film_of(color={"grades": {"one": DARK, "two": DARK}})
    done = export(film, name, to=tmp_path / f"cut.{name}", with_sidecar=False)
    assert [str(file.relative_to(tmp_path)) for file in done.files] == [f"cut.{name}", "cut_luts/one.cube"]
    told = [(e.outcome, e.item) for e in done.report.entries if "goes out as the LUT one.cube" in e.reason]
    assert told == [(Outcome.APPROXIMATED, "one"), (Outcome.APPROXIMATED, "two")]
    back = yaml.safe_load(import_cut(tmp_path / f"cut.{name}", Asked(folder=tmp_path, with_sidecar=False)).text)
    assert list(back["color"]["grades"].values()) == [{"lut": "cut_luts/one.cube"}] * 2
    (tmp_path / "cut_luts" / "one.cube").unlink()
    long = (tmp_path / f"cut.{name}").read_text().replace("cut_luts/one.cube", "x" * 5000)
    (tmp_path / f"cut.{name}").write_text(long)
    alone = import_cut(tmp_path / f"cut.{name}", Asked(folder=tmp_path, with_sidecar=False))
    assert "color" not in yaml.safe_load(alone.text)
    assert any("is named, and not here" in entry.reason for entry in alone.report.losses)


def test_a_layer_comes_back_with_its_blend_its_key_and_its_color(film_of: Any, tmp_path: Path) -> None:
    top = {"shot": "top", "from": "a", "in": "1f", "for": "6f", "at": "one+2f", "fade_in": "3f"}
    layer = top | {"blend": "screen", "key": {"luma": {"low": 0.4, "high": 0.902, "invert": True}}}
    film = film_of(over=[layer], color={"grades": {"top": DARK}})
    export(film, "kdenlive", to=tmp_path / "cut.kdenlive", with_sidecar=False)
    back = yaml.safe_load(import_cut(tmp_path / "cut.kdenlive", Asked(folder=tmp_path, with_sidecar=False)).text)
    (again,) = back["over"]
    assert {name: again.get(name) for name in ("blend", "key", "fade_in")} == {
        name: layer[name] for name in ("blend", "key", "fade_in")
    }
    assert back["color"]["grades"] == {again["shot"]: {"lut": "cut_luts/top.cube"}}


def test_a_lut_is_the_grade_from_black_to_white(film_of: Any, tmp_path: Path) -> None:
    film = film_of(color={"grades": {"one": DARK}})
    export(film, "mlt", to=tmp_path / "cut.mlt", with_sidecar=False)
    head, *rows = (tmp_path / "cut_luts" / "one.cube").read_text().splitlines()
    assert head == "LUT_3D_SIZE 33"
    found = np.array([[float(part) for part in row.split()] for row in rows]).reshape(33, 33, 33, 3)
    document = film.production.document
    grade = grade_of_shot(document.color, "one", looks=builtin_looks(), working=document.format.color)
    for blue, green, red in ((0, 0, 0), (32, 32, 32), (5, 20, 31)):
        exact = np.clip(apply_exact(grade, [red / 32, green / 32, blue / 32]), 0, 1)
        assert np.abs(found[blue, green, red] - exact).max() < 1e-5


def test_luts_have_names_any_disk_takes() -> None:
    luts = Luts()
    assert [luts.keep(shot, b"x") for shot in ("brawl/punch", "Brawl_punch", "über")] == [
        "brawl_punch.cube",
        "Brawl_punch2.cube",
        "über.cube",
    ]


def test_color_that_a_lut_cannot_say_is_told(film_of: Any, tmp_path: Path) -> None:
    """On a whole sequence of an ACES programme a grade is laid before the picture is shown."""
    parts = {
        "format": {"size": [96, 54], "rate": 24, "color": "aces"},
        "sequences": {"scene": [{"shot": "inside", "from": "a", "for": "10f"}]},
        "cut": [{"shot": "nest", "from": "scene"}],
    }
    film = film_of(**parts, color={"grades": {"nest": {"exposure": 0.5}}})
    done = export(film, "mlt", to=tmp_path / "cut.mlt", with_sidecar=False)
    assert [
        entry.reason for entry in done.report.losses if entry.outcome is Outcome.DROPPED and entry.item == "nest"
    ] == ["its color is no LUT: it is laid on a whole sequence in aces"]


@pytest.mark.skipif(MELT is None, reason="melt is not installed")
def test_melt_shows_the_grade_to_two_codes(film_of: Any, tmp_path: Path, media: Path) -> None:
    """The mean over a real picture: melt works in 8 bits, and rounds down."""
    bikes = media / "footage" / "bikes.mp4"
    cut = [{"shot": "one", "from": "a", "in": "2f", "for": "6f"}]
    form = {"size": [640, 272], "rate": 25}
    film = film_of(format=form, media={"a": str(bikes)}, cut=cut, color={"grades": {"one": DARK}})
    export(film, "mlt", to=tmp_path / "cut.mlt", with_sidecar=False)
    words = [str(MELT), str(tmp_path / "cut.mlt"), "-consumer", f"avformat:{tmp_path / 'cut.mkv'}", "vcodec=ffv1"]
    subprocess.run([*words, "pix_fmt=yuv444p", "an=1", "real_time=-1"], check=True, capture_output=True)
    shown, own = _luma(tmp_path / "cut.mkv", 4), _luma(film.frame(4).path, 0)
    assert np.abs(shown - own).mean() < 2
    assert np.abs(_luma(bikes, 6) - own).mean() > 10


def _luma(file: Path, frame: int) -> np.ndarray:
    """Return the luma of a picture, narrow BT.709 codes."""
    with av.open(str(file)) as opened:
        picture = next(itertools.islice(opened.decode(video=0), frame, None))
        if picture.format.name.startswith("rgb"):
            picture = picture.reformat(
                format="yuv444p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
            )
        height = picture.height
        return np.asarray(picture.to_ndarray(format="yuv444p").reshape(-1, height, picture.width)[0], np.float64)
