"""The conform: which file each event of a cut was made from, with proof.

Candidates are found by reel, timecode, name, duration and fingerprint, scored, and refused below a threshold; against a
reference movie every cut is compared frame by frame.
"""
