"""Two cuts side by side, in editorial words.

What comes in: two productions, however they are named: a folder, a git revision, a cut file of another house. What goes
out: a list of ``Change``s in programme order, as text, JSON, HTML, an EDL of what changed, a change list. Read
``side.py`` first (what is compared), then ``layout.py`` (a cut in frames without its media), then ``compare.py``.
"""
