"""Color: grades and looks, from the document to one 3D LUT per shot.

What comes in: ``ColorSpec`` (the ``color:`` block). What goes out: a ``Grade`` (operations in order) for each shot, and
a ``BakedGrade`` (one LUT with its measured error) that the pixel kernel samples; or an ``ExactGrade``, worked out at
every pixel. Grades work on R'G'B' of the programme's color (``working.py``), (…, 3), nothing clipped between steps.
Standards: one file each in ``transfers/``; primaries and matrices in ``primaries.py``; BT.2408, BT.2390 and ACES 2
between them (``convert.py``); ASC CDL v1.2, Adobe .cube 1.0 and what else OpenColorIO reads.
Read ``spec.py`` first, then ``chain.py`` (a shot's whole color), ``resolve.py`` (the order of a grade's operations)
and ``bake.py``; each operation has a file.
"""

from posthouse.color.bake import bake_grade
from posthouse.color.baked import BakedGrade, ExactGrade, apply_baked, read_baked, write_baked
from posthouse.color.chain import Chain
from posthouse.color.grade import Grade, apply_exact, apply_finite, check_grade, grade_params
from posthouse.color.library import builtin_looks
from posthouse.color.resolve import grade_of_shot, resolve_grade
from posthouse.color.spec import ColorSpec, GradeSpec

__all__ = [
    "BakedGrade",
    "Chain",
    "ColorSpec",
    "ExactGrade",
    "Grade",
    "GradeSpec",
    "apply_baked",
    "apply_exact",
    "apply_finite",
    "bake_grade",
    "builtin_looks",
    "check_grade",
    "grade_of_shot",
    "grade_params",
    "read_baked",
    "resolve_grade",
    "write_baked",
]
