"""A plot of a few lines as SVG: no library is needed to look at six points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 760, 420
_LEFT, _TOP, _RIGHT, _BOTTOM = 60, 20, 210, 50
_COLORS = ("#1b6ca8", "#c8553d", "#3a7d44", "#7b4b94", "#b58900")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its name and its points."""

    name: str
    points: tuple[tuple[float, float], ...]


def line_plot(lines: Sequence[Line], *, across: str, up: str) -> str:
    """Return an SVG of lines over one pair of axes, both from 0."""
    most_x = max(x for line in lines for x, _ in line.points)
    most_y = 1.1 * max(y for line in lines for _, y in line.points)

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            _LEFT + x / most_x * (WIDTH - _LEFT - _RIGHT),
            HEIGHT - _BOTTOM - y / most_y * (HEIGHT - _TOP - _BOTTOM),
        )

    parts = [_axes(most_x, most_y, place(0, 0), place(most_x, most_y)), _words(across, up)]
    for color, line in zip(_COLORS, lines, strict=False):
        spots = [place(x, y) for x, y in line.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>' for x, y in spots]
        parts.append(f'<text x="{spots[-1][0] + 8:.1f}" y="{spots[-1][1] + 4:.1f}" fill="{color}">{line.name}</text>')
    inside = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="12"><rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n{inside}\n</svg>\n'
    )


def _axes(most_x: float, most_y: float, low: tuple[float, float], high: tuple[float, float]) -> str:
    parts = [f'<path d="M{low[0]} {high[1]} V{low[1]} H{high[0]}" fill="none" stroke="#333333"/>']
    for step in range(5):
        x, y = low[0] + (high[0] - low[0]) * step / 4, low[1] + (high[1] - low[1]) * step / 4
        parts.append(f'<text x="{x:.1f}" y="{low[1] + 18}" text-anchor="middle">{most_x * step / 4:g}</text>')
        parts.append(f'<text x="{low[0] - 8}" y="{y + 4:.1f}" text-anchor="end">{most_y * step / 4:.1f}</text>')
        parts.append(f'<path d="M{low[0]} {y:.1f} H{high[0]}" stroke="#dddddd"/>')
    return "\n".join(parts)


def _words(across: str, up: str) -> str:
    middle = (_TOP + HEIGHT - _BOTTOM) / 2
    return (
        f'<text x="{(_LEFT + WIDTH - _RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">{across}</text>\n'
        f'<text transform="translate(16 {middle}) rotate(-90)" text-anchor="middle">{up}</text>'
    )
