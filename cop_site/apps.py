from django.apps import AppConfig


class CopSiteConfig(AppConfig):
    name = "cop_site"
    verbose_name = "Site"

    def ready(self) -> None:
        from cop_site import checks  # noqa: F401 - registers them
