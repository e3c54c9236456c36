from django.apps import AppConfig
from django.db.models import ForeignKey, IntegerField

from core.lookups import HeldExact, HeldIn


class CoreConfig(AppConfig):
    """The pure parts that every other app stands on; no tables."""

    name = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        ForeignKey.register_lookup(HeldExact)
        IntegerField.register_lookup(HeldIn)
