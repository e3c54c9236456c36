from django.apps import AppConfig


class ScreencastsConfig(AppConfig):
    name = "screencasts"
    verbose_name = "Screencasts"

    def ready(self) -> None:
        from screencasts import permissions

        permissions.register()
