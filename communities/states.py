"""Choices of this app, and the sets that the rest of the code names."""

from django.db import models


class Access(models.TextChoices):
    """How a community is entered."""

    OPEN = "open", "Open: anyone signed in reads and joins"
    ON_REQUEST = "on_request", "On request: seen in the directory, members read, joining is approved"
    PRIVATE = "private", "Private: only its members know of it"


class MembershipState(models.TextChoices):
    REQUESTED = "requested", "Asked to join"
    ACTIVE = "active", "Member"


class ThreadKind(models.TextChoices):
    QUESTION = "question", "Question"
    DISCUSSION = "discussion", "Discussion"
    ARTICLE = "article", "Article"
    NOTE = "note", "Note"
    STORY = "story", "Story"


class ReactionKind(models.TextChoices):
    THANKS = "thanks", "Thanks"
