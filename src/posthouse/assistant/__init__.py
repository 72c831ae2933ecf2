"""The assistant editor: work before and beside the cut, offered as an edit that is read before it is taken.

Footage and sound come in; syncs, shots, silences, switches and assemblies go out as plain facts. ``studio/proposals``
turns them into changes of the document.
"""
