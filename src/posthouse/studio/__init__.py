"""The studio: a production opened, resolved against its media, planned and built. Here the crafts' jobs are assembled.

What comes in: a path to a production. What goes out: a ``Film`` with the verbs of the house (check, plan, build, frame,
sound). Read ``film.py`` first, then ``programme.py`` (everything resolved) and ``jobs.py`` (everything as jobs).
"""

from posthouse.studio.film import Built, Film, open_film
from posthouse.studio.programme import Programme

__all__ = ["Built", "Film", "Programme", "open_film"]
