"""Screenplays, and which takes of their scenes to cut first.

What comes in: a screenplay in Fountain, and slates (scene, take, camera) of files. What goes out: its scenes in order,
each with its number, heading and length in eighths of a page; and of each scene the takes an assistant editor would lay
out. ``fountain`` reads a screenplay, ``scenes`` makes scenes of it, ``pages`` measures them, ``slates`` reads slates
from file names, ``takes`` chooses. Source: Fountain 1.1 (fountain.io/syntax).
"""

from posthouse.assistant.script.fountain import Element, ElementKind, read_fountain
from posthouse.assistant.script.scenes import Scene, Screenplay, screenplay_of
from posthouse.assistant.script.slates import Slated, SlatePattern, plain_scene, plain_take
from posthouse.assistant.script.takes import SceneTakes, Setup, takes_of

__all__ = [
    "Element",
    "ElementKind",
    "Scene",
    "SceneTakes",
    "Screenplay",
    "Setup",
    "SlatePattern",
    "Slated",
    "plain_scene",
    "plain_take",
    "read_fountain",
    "screenplay_of",
    "takes_of",
]
