"""The command line: one file per command; the only place that knows exit codes.

What comes in: arguments. What goes out: text for a person, or one JSON document, and an exit code (``exits.py``).
A command imports the studio only when it runs, so that ``--help`` and ``--version`` start at once. Read ``main.py``
first, then ``command.py`` (what every command shares) and ``check.py`` (the smallest one).
"""
