"""Choices of this app, and the sets that the rest of the code names."""

from django.db import models


class Access(models.TextChoices):
    """How a community is entered."""

    OPEN = "open", "Open: anyone signed in may read and join"
    ON_REQUEST = "on_request", "On request: its members read, its facilitators let you in"
    PRIVATE = "private", "Private: only its members know of it"


class MembershipState(models.TextChoices):
    REQUESTED = "requested", "Asked to join"
    ACTIVE = "active", "Member"


class InvitationState(models.TextChoices):
    OPEN = "open", "Open"
    USED = "used", "Used"
    EXPIRED = "expired", "Over: its time has passed"
    REVOKED = "revoked", "Taken back"


class BulkOutcome(models.TextChoices):
    """What a line of a list of people comes to."""

    ADDED = "added", "becomes a member"
    INVITED = "invited", "is invited by mail"
    ALREADY = "already", "is a member already"
    TWICE = "twice", "stands there twice"
    BROKEN = "broken", "was not understood"


class ThreadKind(models.TextChoices):
    QUESTION = "question", "Question"
    DISCUSSION = "discussion", "Discussion"
    ARTICLE = "article", "Article"
    NOTE = "note", "Note"
    STORY = "story", "Story"

    @property
    def icon(self) -> str:
        return {"question": "message-circle-question", "discussion": "messages-square"}.get(
            self.value, "text-quote"
        )


class ReactionKind(models.TextChoices):
    THANKS = "thanks", "Thanks"
    WORKED = "worked", "Worked for me"


# The column of a post that counts each reaction.
COUNTER_OF_REACTION: dict[str, str] = {
    ReactionKind.THANKS: "thanks_count",
    ReactionKind.WORKED: "worked_count",
}
