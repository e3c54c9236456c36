"""Search in Elasticsearch 9. Imported only where the settings name it."""

from search.backends.elasticsearch.backend import ElasticsearchSearch

__all__ = ["ElasticsearchSearch"]
