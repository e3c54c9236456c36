"""What curators say to each other about something on the desk."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from communities.permissions import Verb
from core.policy import require
from curation.models import DeskNote
from people.models import User


@transaction.atomic
def note_for_curators(
    *, user: User, on: str, subject: Any, text: str, submission: uuid.UUID | None = None
) -> DeskNote:
    """Leave a note on `subject`, which is what the field `on` of DeskNote holds. The same `submission` twice is one."""
    require(user, Verb.CURATE, subject)
    left, _ = DeskNote.objects.get_or_create(
        author=user,
        submission=submission or uuid.uuid4(),
        defaults={"community": subject.community, "text": text, "at": timezone.now(), on: subject},
    )
    return left
