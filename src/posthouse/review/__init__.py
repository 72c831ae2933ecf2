"""The review room: a production played from its text, on localhost, while it is being worked on.

What comes in: a path to a production. What goes out: a page with a player, and HLS (RFC 8216; fragmented MP4) whose
segments are rendered when they are asked for, by the studio's own picture jobs at preview size, through the store.
A saved change makes a new *revision*: the page moves to it and stays at the same source frame. Read ``room.py`` first
(revisions, and what the page is told), then ``desk.py`` (rendering on demand), then ``server.py``.
"""
