"""Color: grades and looks, from the document to one 3D LUT per shot.

What comes in: ``ColorSpec`` (the ``color:`` block). What goes out: a ``Grade`` (operations in order) for each shot, and
a ``BakedGrade`` (one LUT with its measured error) that the pixel kernel samples. Everything works on display-coded
R'G'B' of a rec709 production, (…, 3), black 0 and white 1, nothing clipped between steps.
Standards: BT.709 (luma), BT.1886 (light), ASC CDL v1.2, Adobe .cube 1.0 and what else OpenColorIO reads.
Read ``spec.py`` first, then ``resolve.py`` (the order of operations) and ``bake.py``; each operation has a file.
"""

from posthouse.color.bake import bake_grade
from posthouse.color.baked import BakedGrade, apply_baked, read_baked, write_baked
from posthouse.color.grade import Grade, apply_exact, check_grade, grade_params
from posthouse.color.library import builtin_looks
from posthouse.color.resolve import grade_of_shot, resolve_grade
from posthouse.color.spec import ColorSpec, GradeSpec

__all__ = [
    "BakedGrade",
    "ColorSpec",
    "Grade",
    "GradeSpec",
    "apply_baked",
    "apply_exact",
    "bake_grade",
    "builtin_looks",
    "check_grade",
    "grade_of_shot",
    "grade_params",
    "read_baked",
    "resolve_grade",
    "write_baked",
]
