from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        from curation.finder import register_finder
        from search import receivers  # noqa: F401
        from search.sources import places_in

        register_finder(places_in)
