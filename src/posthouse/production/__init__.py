"""The production document: read, checked, edited, described.

What comes in: ``production.yaml``, as people write it. What goes out: ``Production``, the crafts' specs assembled and
checked, with the place of every value; or ``DocumentProblems``: everything wrong with it, at once, each with line,
column, field, cause and nearest fix. Also the JSON Schema of the document, its reference, edits that keep comments,
and templates for new productions. Standards: YAML 1.2.2 (core schema), JSON Schema 2020-12. Read ``document.py`` first,
then ``reader.py``.
"""

from posthouse.production.document import CutItem, Document, FormatSpec, Over, ProgrammeSoundSpec, Shot
from posthouse.production.media_color import MediaColorSpec
from posthouse.production.media_spec import (
    BarsGeneratorSpec,
    ColorGeneratorSpec,
    FileMediaSpec,
    GeneratedMediaSpec,
    MediaSpec,
    SequenceMediaSpec,
)
from posthouse.production.production import Production
from posthouse.production.reader import production_from_text, read_production

__all__ = [
    "BarsGeneratorSpec",
    "ColorGeneratorSpec",
    "CutItem",
    "Document",
    "FileMediaSpec",
    "FormatSpec",
    "GeneratedMediaSpec",
    "MediaColorSpec",
    "MediaSpec",
    "Over",
    "Production",
    "ProgrammeSoundSpec",
    "SequenceMediaSpec",
    "Shot",
    "production_from_text",
    "read_production",
]
