"""The search engine that the settings name, and the database's own, which always has the rows."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from search.backends.base import SearchBackend
from search.backends.database import DatabaseSearch


@cache
def _load(path: str) -> SearchBackend:
    return import_string(path)()


def search_backend() -> SearchBackend:
    return _load(settings.SEARCH_BACKEND)


def fallback() -> SearchBackend:
    """What answers while the engine does not."""
    return DatabaseSearch()
