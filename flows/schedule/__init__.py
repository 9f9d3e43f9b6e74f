"""Runs that nobody watches: a Prefect flow around a run, and what serves it on a schedule."""
