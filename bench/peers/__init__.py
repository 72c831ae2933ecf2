"""The tools that build the edit: each file says whether its tool is here, and how the edit is built with it.

What comes in: an ``Edit`` and where to write. What goes out: a command line to be timed as a whole process. Every tool
is given what it needs before the clock runs (a filter graph, an MLT document, a production), as a person would have it
on disk. Read ``peer.py`` first.
"""
