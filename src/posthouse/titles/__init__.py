"""Titles: texts, lower thirds and credit rolls, set with real typography and handed over as images with a place.

What comes in: ``TitleSpec`` (the document's ``titles:``) and the size of the picture. What goes out: a ``TitleImage``
(premultiplied, display-coded, cropped, placed in the EBU R95 graphics safe area) and a ``TitleState`` for each frame.
Shaping is HarfBuzz's, line breaking UAX #14, direction UAX #9, coverage FreeType's, unhinted at 1/64 pixel. Fonts come
from packages or from files beside the production, never from the system; ``font_digests`` belongs into a job's
parameters. Read ``spec.py`` first, then ``render.py``.
"""

from posthouse.titles.image import TitleImage, TitleState
from posthouse.titles.motion import RollMotion, title_state
from posthouse.titles.render import engine_version, font_digests, plan_roll, render_title
from posthouse.titles.running import RunningInk, row_height, running_fonts, running_row, words_of
from posthouse.titles.spec import LowerThirdSpec, StyleSpec, TitleSpec

__all__ = [
    "LowerThirdSpec",
    "RollMotion",
    "RunningInk",
    "StyleSpec",
    "TitleImage",
    "TitleSpec",
    "TitleState",
    "engine_version",
    "font_digests",
    "plan_roll",
    "render_title",
    "row_height",
    "running_fonts",
    "running_row",
    "title_state",
    "words_of",
]
