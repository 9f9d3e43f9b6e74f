"""The tagger of open-vocabulary names: a linear chain whose features are table look-ups."""

from flows.tag.tagger import Tagged, Tagger

__all__ = ["Tagged", "Tagger"]
