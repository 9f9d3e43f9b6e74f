"""alongside: who is named, where, when, with whom, and which sentence says so."""

__version__ = "0.1.0"
