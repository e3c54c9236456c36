from __future__ import annotations


def register() -> None:
    """Called when the app is ready."""
