"""Belgian municipalities, provinces and regions, and the places abroad that the corpus names."""

from corpus.places.gazetteer import Gazetteer
from corpus.places.values import Level, Place, PlaceMatch

__all__ = ["Gazetteer", "Level", "Place", "PlaceMatch"]
