"""Transcripts: labels that name who speaks, and the turns of speech behind them."""
