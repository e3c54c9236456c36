from search.models.asked import Asked, SavedSearch
from search.models.engine import EngineIndex, IndexChange
from search.models.entry import SearchEntry, SearchLabel, SearchVector
from search.models.words import Pin, SearchWord, SynonymSet

__all__ = [
    "Asked",
    "EngineIndex",
    "IndexChange",
    "Pin",
    "SavedSearch",
    "SearchEntry",
    "SearchLabel",
    "SearchVector",
    "SearchWord",
    "SynonymSet",
]
