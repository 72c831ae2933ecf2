"""Finding the files of a cut: what it says of its media, what lies in some folders, and the evidence between them.

``wanted.py`` reads the cut, ``files.py`` the folders, ``pictures.py`` asks a reference movie, ``relink.py`` decides and
writes the production.
"""
