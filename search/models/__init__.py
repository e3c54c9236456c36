from search.models.asked import Asked, SavedSearch
from search.models.engine import EngineIndex, IndexChange
from search.models.entry import SearchEntry, SearchLabel, SearchVector
from search.models.gaps import Gap, RequestAnswer
from search.models.related import RelatedEntry, RelatedThings
from search.models.words import CuratorChange, Pin, SearchWord, SynonymSet

__all__ = [
    "Asked",
    "CuratorChange",
    "EngineIndex",
    "Gap",
    "IndexChange",
    "Pin",
    "RelatedEntry",
    "RelatedThings",
    "RequestAnswer",
    "SavedSearch",
    "SearchEntry",
    "SearchLabel",
    "SearchVector",
    "SearchWord",
    "SynonymSet",
]
