"""Where foreign files are read: processes of their own, so that a file which kills a decoder kills nothing else.

Film once burned, so projection booths were built to burn alone. Here a *booth* is a worker process that opens media,
decodes into shared memory and answers; when it crashes, hangs or takes too much memory it is put out, and the picture
asked for becomes one ``MediaError``. Booths are forked by a *steward*, a small process that has the decoders loaded
and never touches media itself. Both die with the process they serve, however that ends.

``house.py`` lends booths, ``booth.py`` is one as seen from the house, ``worker.py`` as seen from inside; ``wire.py``
carries messages, ``slots.py`` pictures. Record 015 has the reasons and the numbers.
"""
