"""The seam behind which a received file becomes one that browsers play. Only here programs are started."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from screencasts.transcoding.base import MediaRefused, Rendition, Transcoder

__all__ = ["MediaRefused", "Rendition", "Transcoder", "transcoder"]


def transcoder() -> Transcoder:
    """The transcoder that settings.TRANSCODER names."""
    return import_string(settings.TRANSCODER)()
