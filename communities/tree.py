"""Adding pages to Wagtail's tree while others do the same."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction
from wagtail.models import Page

P = TypeVar("P", bound=Page)


@transaction.atomic
def add_child_page(*, parent: Page, child: P) -> P:
    """Save `child` as the last child of `parent`.

    The parent row is locked and read again first: a path is computed from the last child, so two adders without the
    lock would compute the same one. Raises Page.DoesNotExist when the parent is gone meanwhile.
    """
    locked = Page.objects.select_for_update().get(pk=parent.pk)
    locked.add_child(instance=child)
    return child


def free_slug(*, parent: Page, wanted: str) -> str:
    """`wanted`, or wanted-2, wanted-3 … where a child of `parent` has it already."""
    taken = set(
        Page.objects.filter(
            path__startswith=parent.path, depth=parent.depth + 1, slug__startswith=wanted
        ).values_list("slug", flat=True)
    )
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
