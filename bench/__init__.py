"""The benchmark: one edit by posthouse and its peers, and the rebuilds only posthouse can do, timed in one run.

What comes in: nothing, or footage of one's own (``POSTHOUSE_TEST_MEDIA``). What goes out: a table of wall time, peak
memory and ratios on standard output, and the same as JSON in ``bench/results/``. Peers that are not installed are
skipped and named. Nothing is asserted about time; what is asserted is that all made the same number of frames.

Run it with ``make bench`` or ``python -m bench [--quick]``. Read ``edit.py`` first (the edit, once, as data), then
``peers/`` (how each tool is told to build it), ``programme.py`` and ``rebuild.py`` (what happens after a change).
"""
