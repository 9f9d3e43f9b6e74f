"""Which texts are versions of one report: sketches of texts, and the stories they form."""

from flows.stories.grouping import group
from flows.stories.sketching import SKETCH_SIZE, sketch

__all__ = ["SKETCH_SIZE", "group", "sketch"]
