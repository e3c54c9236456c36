from django.apps import AppConfig


class ScreencastsConfig(AppConfig):
    name = "screencasts"
    verbose_name = "Screencasts"

    def ready(self) -> None:
        from screencasts import activity, permissions, starting

        permissions.register()
        activity.register()
        starting.register()
