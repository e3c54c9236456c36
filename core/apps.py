from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The pure parts that every other app stands on; no tables."""

    name = "core"
    verbose_name = "Core"
