"""What people say after they used a job aid."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.permissions import Verb
from core.policy import require
from curation.models import Feedback, JobAidPage
from curation.signals import feedback_given
from people.models import User


@transaction.atomic
def say_how_it_went(
    *, user: User, job_aid: JobAidPage, worked: bool, comment: str = "", step: str = ""
) -> Feedback:
    """One word of a person on the published version; a later one replaces it. Raises PermissionDenied."""
    require(user, Verb.VIEW, job_aid)
    if not user.is_authenticated or not job_aid.live:
        raise PermissionDenied("People who are signed in say how a published job aid went.")
    feedback, _ = Feedback.objects.update_or_create(
        job_aid=job_aid,
        number=job_aid.number,
        user=user,
        defaults={
            "worked": worked,
            "comment": comment,
            "step": "" if worked else step,
            "created_at": timezone.now(),
        },
    )
    feedback_given.send(sender=Feedback, feedback=feedback)
    return feedback
