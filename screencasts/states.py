from django.db import models


class ScreencastState(models.TextChoices):
    UPLOADED = "uploaded", "Waiting to be processed"
    PROCESSING = "processing", "Being processed"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"


UNFINISHED = frozenset({ScreencastState.UPLOADED, ScreencastState.PROCESSING})
