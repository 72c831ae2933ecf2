"""Field types the crafts' ``spec.py`` files share: what the document may say, parsed once into exact values.

What comes in: scalars, lists and mappings as read from YAML. What goes out: ``SpecModel`` (the base of every spec:
strict, frozen, hashable) and annotated types for times, levels, colors, names and anchors. Every refusal is a
``ValueError`` in one plain sentence: what was given, what is allowed, an example. The JSON Schema of each field stands
beside its parser. Read ``model.py`` first.
"""

from posthouse.fields.anchor import Anchor, AnchorKind
from posthouse.fields.colors import ColorField
from posthouse.fields.key_time import KeyEdge, KeyTime
from posthouse.fields.levels import GainDb, LoudnessLufs, TruePeakDbtp
from posthouse.fields.meanings import field_meanings
from posthouse.fields.model import FrozenDict, NamedMap, SpecModel
from posthouse.fields.names import Name
from posthouse.fields.ratios import Fraction01, Percent
from posthouse.fields.times import LengthField, RateField

__all__ = [
    "Anchor",
    "AnchorKind",
    "ColorField",
    "Fraction01",
    "FrozenDict",
    "GainDb",
    "KeyEdge",
    "KeyTime",
    "LengthField",
    "LoudnessLufs",
    "Name",
    "NamedMap",
    "Percent",
    "RateField",
    "SpecModel",
    "TruePeakDbtp",
    "field_meanings",
]
