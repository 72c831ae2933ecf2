"""The proof of a conform: every shot of a production compared with a reference movie, frame by frame.

``pictures.py`` leaves out what pictures do not need; ``prints.py`` makes small pictures of both, by jobs of the build,
so that a second proof costs what changed;
``prove.py`` asks ``posthouse.conform`` of each shot; ``report.py`` shows them side by side.
"""
