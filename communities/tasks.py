from __future__ import annotations

from django.db import transaction
from django_tasks import task

from communities.linking import targets_of
from communities.models import Link, Post, WikiPage


@task()
def note_links(field: str, pk: int) -> None:
    """Keep which things one wiki page or post links to now; it may have gone meanwhile, and running twice is safe."""
    rows = {
        "wiki_page": WikiPage.objects.select_related("community"),
        "post": Post.objects.select_related("thread__community"),
    }
    with transaction.atomic():
        found = rows[field].select_for_update(of=("self",)).filter(pk=pk).first()
        if found is None:
            return
        Link.objects.filter(**{field: found}).delete()
        targets = targets_of(found.body, community=found.community)
        Link.objects.bulk_create(
            Link(**{field: found}, target=target, target_id=target_id)
            for target, target_id in sorted(targets)
        )
