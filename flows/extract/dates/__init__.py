"""Temporal expressions: found by a grammar, normalised to intervals, anchored in their document."""

from flows.extract.dates.finding import find_dates
from flows.extract.dates.of_sentences import date_sentences
from flows.extract.dates.timex import timexes

__all__ = ["date_sentences", "find_dates", "timexes"]
