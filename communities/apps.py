from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = "Communities"

    def ready(self) -> None:
        from communities import permissions, receivers  # noqa: F401 - connected by being imported

        permissions.register()
