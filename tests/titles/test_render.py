"""Titles as images."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from posthouse.titles import TitleImage, TitleSpec, engine_version, font_digests, plan_roll, render_title
from posthouse.titles.fonts import chosen_font

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.titles.image import FloatArray

_PLAIN = {"font": "sans", "shadow": False}
_ROLL = "# Cast\n\nAda Byron\tHelena Vasquez\nThe Captain\tTom Idowu\n\tNoor El-Masri\n\nFilmed in Hull"
_PLACES = ["top-left", "top", "top-right", "left", "center", "right", "bottom-left", "bottom", "bottom-right"]


def _edges(image: TitleImage) -> tuple[int, int, int, int]:
    height, width = image.rgba.shape[:2]
    return image.left_px, image.top_px, image.left_px + width, image.top_px + height


@pytest.mark.parametrize("position", _PLACES)
@pytest.mark.parametrize("text", ["Harbour", "ÅÇg\nйŵ", "港の夜明け", "ميناء"])
def test_a_placed_title_lies_in_the_graphics_safe_area(
    title: Callable[..., TitleSpec], text: str, position: str
) -> None:
    # EBU R95: 90 % of width and height, 96 pixels and 54 lines at 1920x1080; one pixel for the soft edge.
    left, top, right, bottom = _edges(render_title(title(text=text, position=position, style=_PLAIN), 1920, 1080))
    assert left >= 95
    assert top >= 53
    assert right <= 1825
    assert bottom <= 1027


def test_a_lower_third_stands_in_the_safe_corner_with_its_bar(title: Callable[..., TitleSpec]) -> None:
    image = render_title(title(lower_third={"name": "Ada Byron", "role": "Harbour master"}), 1920, 1080)
    assert (image.left_px, image.top_px + image.rgba.shape[0]) == (96, 1026)
    assert image.rgba[5, 2] == pytest.approx([0.95, 0.66, 0.24, 1.0])


def test_a_right_to_left_lower_third_has_its_bar_at_the_right(title: Callable[..., TitleSpec]) -> None:
    image = render_title(title(lower_third={"name": "أميرة الخطيب"}), 1920, 1080)
    assert image.rgba[5, -3] == pytest.approx([0.95, 0.66, 0.24, 1.0])


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (3840, 2160)])
def test_an_edge_is_two_pixels_soft_at_every_resolution(title: Callable[..., TitleSpec], size: tuple[int, int]) -> None:
    image = render_title(title(text="I", style={**_PLAIN, "size": "40%"}), *size)
    alpha = image.rgba[image.rgba.shape[0] // 2, :, 3]
    soft = np.flatnonzero((alpha > 0) & (alpha < 1))
    assert len(soft) <= 2
    assert alpha.max() == 1.0


def test_letters_scale_with_the_picture(title: Callable[..., TitleSpec]) -> None:
    small, large = (render_title(title(text="Harbour", style=_PLAIN), 1920 * k, 1080 * k) for k in (1, 2))
    assert large.rgba[..., 3].sum() == pytest.approx(4 * small.rgba[..., 3].sum(), rel=0.01)


def test_anamorphic_pixels_narrow_the_letters_only(title: Callable[..., TitleSpec]) -> None:
    spec = title(text="Harbour", style=_PLAIN)
    square, wide = render_title(spec, 1920, 1080), render_title(spec, 960, 1080, 2.0)
    assert wide.rgba.shape[0] == square.rgba.shape[0]
    assert wide.rgba.shape[1] == pytest.approx(square.rgba.shape[1] / 2, abs=2)


@pytest.mark.parametrize("said", [{"text": "Harbour"}, {"roll": _ROLL}, {"lower_third": {"name": "Ada", "role": "港"}}])
def test_a_title_is_the_same_bytes_each_time(title: Callable[..., TitleSpec], said: dict[str, object]) -> None:
    first, second = (render_title(title(**said), 640, 360) for _ in range(2))
    assert first.rgba.tobytes() == second.rgba.tobytes()
    assert _edges(first) == _edges(second)


def test_titles_may_be_drawn_by_many_threads_at_once(title: Callable[..., TitleSpec]) -> None:
    specs = [title(text=text) for text in ("Harbour", "港の夜明け", "ميناء", "Boats")] * 6
    alone = [render_title(spec, 320, 180).rgba.tobytes() for spec in specs]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda spec: render_title(spec, 320, 180).rgba.tobytes(), specs))
    assert together == alone


def test_images_are_premultiplied_and_in_range(title: Callable[..., TitleSpec]) -> None:
    rgba = render_title(
        title(text="Harbour", style={"outline": {"width": "3%"}, "box": {"radius": "20%"}}), 1280, 720
    ).rgba
    assert rgba.dtype == np.float32
    assert rgba.min() >= 0
    assert rgba.max() <= 1
    assert (rgba[..., :3] <= rgba[..., 3:] + 1e-6).all()


@given(st.integers(0, 99), st.integers(1, 48))
@example(69, 1)
@settings(max_examples=15, deadline=None)
def test_rows_of_a_roll_are_the_bytes_of_the_whole(start: int, frames: int) -> None:
    spec = TitleSpec.model_validate({"at": "a", "for": "100f", "roll": _ROLL})
    motion = plan_roll(spec, 320, 180, duration_frames=100)
    first, end = motion.rows_between(start, min(100, start + frames))
    whole, part = render_title(spec, 320, 180), render_title(spec, 320, 180, rows=(first, end))
    assert np.array_equal(_on_rows(whole, first, end), _on_rows(part, first, end))


def _on_rows(image: TitleImage, first: int, end: int) -> FloatArray:
    canvas = np.zeros((end - first, 320, 4), np.float32)
    for y in range(image.rgba.shape[0]):
        if first <= image.top_px + y < end:
            row = image.rgba[y]
            canvas[image.top_px + y - first, image.left_px : image.left_px + row.shape[0]] = row
    return canvas


def test_white_over_white_is_legible_by_its_shadow(title: Callable[..., TitleSpec]) -> None:
    image = render_title(title(text="Harbour"), 1920, 1080)
    over_white = 1 - image.rgba[..., 3] + image.rgba[..., 0]
    assert over_white.min() < 0.75


def test_digests_name_only_the_fonts_a_title_takes(title: Callable[..., TitleSpec]) -> None:
    latin, both = font_digests(title(text="Harbour")), font_digests(title(text="Harbour 港"))
    assert len(latin) == 1
    assert set(latin) < set(both)
    assert len(latin[0]) == 64


def test_a_font_file_beside_the_production_is_used(title: Callable[..., TitleSpec], tmp_path: Path) -> None:
    sans = chosen_font("sans", is_italic=False, root=Path())
    (tmp_path / "house.ttf").write_bytes(sans.path.read_bytes())
    spec = title(text="Harbour", style={"font": "house.ttf"})
    assert font_digests(spec, font_root=tmp_path) == font_digests(title(text="Harbour", style={"font": "sans"}))


def test_the_engine_names_what_draws() -> None:
    assert all(word in engine_version() for word in ("titles", "harfbuzz", "freetype", "uniseg"))


def test_role_and_name_stand_about_the_gutter(title: Callable[..., TitleSpec]) -> None:
    image = render_title(title(roll="Ada\tHelena", style=_PLAIN), 1920, 1080)
    seen = np.flatnonzero(image.rgba[..., 3].max(axis=0)) + image.left_px
    assert not np.any(np.abs(seen - 959.5) < 20)
    assert image.left_px < 940
    assert image.left_px + image.rgba.shape[1] > 980
