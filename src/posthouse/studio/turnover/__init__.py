"""Turnovers: what goes out to other departments, and what comes back.

Pictures: ``pulls.py`` says which frames of which media go out for a shot, ``pull_document.py`` makes each pull a
production of its own (one shot, the media's own frames), ``pull_sheets.py`` the lists that go with them, ``earlier.py``
knows what went out before, ``returns.py`` checks versions that come back and puts them into the cut.
"""
