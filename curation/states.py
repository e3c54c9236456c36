"""Choices of this app, and the transitions that are allowed."""

from django.db import models


class PracticeState(models.TextChoices):
    FLAGGED = "flagged", "Flagged"
    EMERGING = "emerging", "Emerging"
    ENDORSED = "endorsed", "Endorsed"
    PROMOTED = "promoted", "Promoted"
    DECLINED = "declined", "Declined"
    RETIRED = "retired", "Retired"


PRACTICE_TRANSITIONS: dict[str, frozenset[str]] = {
    PracticeState.FLAGGED: frozenset({PracticeState.EMERGING, PracticeState.DECLINED}),
    PracticeState.EMERGING: frozenset(
        {PracticeState.ENDORSED, PracticeState.PROMOTED, PracticeState.DECLINED}
    ),
    PracticeState.ENDORSED: frozenset({PracticeState.PROMOTED, PracticeState.RETIRED}),
    PracticeState.PROMOTED: frozenset({PracticeState.RETIRED}),
    PracticeState.DECLINED: frozenset({PracticeState.EMERGING}),
    PracticeState.RETIRED: frozenset({PracticeState.EMERGING}),
}


# Whose words it is reads why.
NEEDS_REASON: frozenset[str] = frozenset({PracticeState.DECLINED, PracticeState.RETIRED})

# What an expert can put their name to.
ENDORSABLE: frozenset[str] = frozenset(
    {PracticeState.EMERGING, PracticeState.ENDORSED, PracticeState.PROMOTED}
)

# What can be made a job aid.
PROMOTABLE: frozenset[str] = frozenset({PracticeState.EMERGING, PracticeState.ENDORSED})


class FlagState(models.TextChoices):
    OPEN = "open", "Waiting"
    TAKEN = "taken", "In a practice"
    DECLINED = "declined", "Declined"


class DriftState(models.TextChoices):
    OPEN = "open", "Source changed"
    UPDATING = "updating", "New words are in a draft"
    KEPT = "kept", "Kept as it is"
    UPDATED = "updated", "Updated"
    DETACHED = "detached", "Detached"


UNSETTLED = frozenset({DriftState.OPEN, DriftState.UPDATING})  # readers are told so


class Trust(models.TextChoices):
    """The one vocabulary of trust labels."""

    RAW = "raw", "Raw"
    EMERGING = "emerging", "Emerging"
    ENDORSED = "endorsed", "Endorsed"
    VERIFIED = "verified", "Verified"
    UNVERIFIED = "unverified", "Unverified"
    OUTDATED = "outdated", "Outdated"
