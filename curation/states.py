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
    PracticeState.ENDORSED: frozenset(
        {PracticeState.EMERGING, PracticeState.PROMOTED, PracticeState.RETIRED}
    ),
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


class FlagReason(models.TextChoices):
    """Why somebody wants the curators to look: one click each."""

    WORKS = "works", "Works well"
    SAVES_TIME = "saves_time", "Saves time"
    SAFER = "safer", "Safer"
    OFFICIAL = "official", "Should be official"
    CONTRADICTS = "contradicts", "Contradicts the official way"


class RefusalState(models.TextChoices):
    OPEN = "open", "Waiting"
    HONOURED = "honoured", "Will not be used"
    DECLINED = "declined", "May be used"


class RequestState(models.TextChoices):
    OPEN = "open", "Waiting"
    MET = "met", "There is a job aid"
    DECLINED = "declined", "Declined"


class ProposalState(models.TextChoices):
    OPEN = "open", "Proposed"
    KEPT = "kept", "Kept"
    ARCHIVED = "archived", "Archived"
    LAPSED = "lapsed", "Read or verified meanwhile"


class ReviewStage(models.TextChoices):
    EXPERTS = "experts", "Expert review"
    APPROVAL = "approval", "Approval"


class CandidateState(models.TextChoices):
    """Of places that were found to tell of the same way of working."""

    FORMING = "forming", "Too little yet"
    OPEN = "open", "Waiting"
    TAKEN = "taken", "Made a practice"
    DISMISSED = "dismissed", "Dismissed"


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
    CHECK = "check", "Verified on an older release"
    UNVERIFIED = "unverified", "Unverified"
    OUTDATED = "outdated", "Outdated"
