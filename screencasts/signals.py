"""News of this app, sent last in the transaction of the change."""

from django.dispatch import Signal

screencast_saved = Signal()  # screencast: Screencast; its words, captions, chapters or state changed
screencast_removed = Signal()  # screencast_id: int, community_id: int
