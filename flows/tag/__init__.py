"""The tagger of open-vocabulary names: a linear chain whose features are table look-ups."""

from flows.tag.labels import Tagged
from flows.tag.tagger import Tagger

__all__ = ["Tagged", "Tagger"]
