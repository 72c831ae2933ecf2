"""Packets of finished streams put into others: nothing is decoded and encoded again, and the pictures are the same.

``runs`` finds the packets that show exactly a range of pictures and need none before them. ``chunk`` writes them as a
packet file and proves it by decoding. Streams of several encoders meet in one file when their parameter sets bear
different numbers: ``parameter_sets`` reads and writes these sets, ``renumber`` gives sets and slices other numbers.

Sources: ITU-T H.264 (08/2021) 7.3, 7.4.1; ITU-T H.265 (08/2021) 7.3, 8.1.3, 8.3.1; ISO/IEC 14496-15.
Read ``runs`` first.
"""
