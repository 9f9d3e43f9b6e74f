"""Places: a gazetteer, and which of its places a mention names."""

from flows.places.coordinates import distance_km, with_coordinates
from flows.places.gazetteer import Gazetteer
from flows.places.locate import Places

__all__ = ["Gazetteer", "Places", "distance_km", "with_coordinates"]
