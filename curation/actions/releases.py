"""The systems of a community, and their releases."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.models import CommunityPage
from communities.permissions import Verb
from core.policy import require
from curation.models import Release, System, VerifiedOn
from curation.signals import release_announced, release_withdrawn
from curation.upkeep.releases import with_system, write_down
from people.models import User


class ReleaseProblem(Exception):
    """Why it cannot be done; the message is for the person."""


@transaction.atomic
def add_system(*, user: User, community: CommunityPage, name: str) -> System:
    """Something that job aids are about and that comes in releases; the same name twice is one system."""
    require(user, Verb.CURATE, community)
    present = System.objects.filter(community=community, name__iexact=name).first()
    return present or System.objects.get_or_create(community=community, name=name)[0]


@transaction.atomic
def announce_release(*, user: User, system: System, name: str, note: str = "") -> Release:
    """From now on each job aid of the system says that it is to be checked for this release.

    Raises PermissionDenied, and ReleaseProblem when it was announced before.
    """
    require(user, Verb.CURATE, system)
    try:
        with transaction.atomic():
            release = Release.objects.create(
                system=system, name=name, note=note, announced_at=timezone.now(), announced_by=user
            )
    except IntegrityError as error:
        raise ReleaseProblem(f"{system.name} {name} was announced before.") from error
    _write_labels(system)
    release_announced.send(sender=Release, release=release)
    return release


@transaction.atomic
def withdraw_release(*, user: User, release: Release) -> None:
    """Take back what was announced by mistake: labels say what they said before.

    Raises PermissionDenied, and ReleaseProblem when somebody verified a job aid on it.
    """
    require(user, Verb.CURATE, release.system)
    if VerifiedOn.objects.filter(release=release).exists():
        raise ReleaseProblem("Job aids were verified on it, so it stays.")
    Release.objects.filter(pk=release.pk).delete()
    _write_labels(release.system)
    release_withdrawn.send(sender=Release, release=release)


def _write_labels(system: System) -> None:
    write_down(with_system(system).values_list("pk", flat=True))
