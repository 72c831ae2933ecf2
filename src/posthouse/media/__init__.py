"""The only door to FFmpeg and OpenImageIO: footage, stills, sequences and sound in; packets, files and images out.

What comes in: paths, and what a production says of them (``OpenAs``). What goes out: facts (``MediaInfo``), digests,
``Picture`` planes by presentation index, sound by sample, and files. Reading: ``library.py`` is what the house knows of
its media, ``pool.py`` gives pictures, ``sound_in.py`` gives sound, ``stills.py`` reads and writes images,
``generate.py`` makes pictures from nothing; ``index.py`` explains how any picture is found exactly. Writing:
``encode.py``, ``packets.py`` and ``mux.py``. Names are imported from their own files, so that a command which needs no
picture loads no decoder.
"""
