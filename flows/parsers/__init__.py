"""Parsers of foreign formats, run in a process of their own that may hang or die.

`worker.parse` is the way in. The modules `html`, `pdf`, `mail` and `web_archive` are what runs in
that process; they import nothing of the project but `wire`, so that it starts in little time.
"""
