from django.apps import AppConfig


class CurationConfig(AppConfig):
    name = "curation"
    verbose_name = "Curation"

    def ready(self) -> None:
        from communities.notes import register_notes
        from curation import permissions, receivers  # noqa: F401
        from curation.notes import surroundings_of

        permissions.register()
        register_notes(surroundings_of)
