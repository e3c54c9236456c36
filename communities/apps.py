from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = "Communities"

    def ready(self) -> None:
        from communities import activity, permissions, receivers, starting, waiting  # noqa: F401 - receivers connect

        permissions.register()
        activity.register()
        starting.register()
        waiting.register()
