from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        from communities.alike import register_alike
        from curation.desk.parts import Part, register_part
        from curation.sources.finder import register_finder
        from search import receivers  # noqa: F401
        from search.gaps import waiting
        from search.related import related_to
        from search.similar import similar_to
        from search.sources import places_in

        register_finder(places_in)
        register_alike(related=related_to, similar=similar_to)
        register_part(Part("gaps", "Looked for", "search", waiting, of_another_app="search:gaps"))
        register_part(Part("synonyms", "Synonyms", "link", of_another_app="search:synonyms"))
        register_part(Part("pins", "Pins", "pin", of_another_app="search:pins"))
