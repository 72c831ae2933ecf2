"""Where what is made of a production is kept: a folder beside its text."""

WORK_FOLDER = ".posthouse"
