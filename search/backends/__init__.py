"""The search engine that the settings name."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from search.backends.base import SearchBackend


@cache
def _load(path: str) -> SearchBackend:
    return import_string(path)()


def search_backend() -> SearchBackend:
    return _load(settings.SEARCH_BACKEND)
