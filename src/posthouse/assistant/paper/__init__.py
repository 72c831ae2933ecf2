"""Paper edits: lists of clips with in and out points, as people write them.

What comes in: the text of a table (CSV, TSV, Markdown) or of plain lines. What goes out: ``PaperLine`` in order, or all
that is wrong with the text at once, with lines. ``table`` reads tables with tolerant column names; slate lists are read
by it too. ``edit`` makes lines of a cut of them.
"""

from posthouse.assistant.paper.edit import PaperLine, paper_lines
from posthouse.assistant.paper.table import Row, table_rows

__all__ = ["PaperLine", "Row", "paper_lines", "table_rows"]
