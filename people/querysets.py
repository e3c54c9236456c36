"""Questions to the people of the site."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q

WORDS_SEARCHED = 6


class UserQuerySet(models.QuerySet[Any]):
    def here(self) -> Self:
        """Those who can sign in; a closed account is nobody's to look up."""
        return self.filter(is_active=True)

    def by_name(self) -> Self:
        """Uses the index people_by_name."""
        return self.order_by("display_name", "pk")

    def known_for(self, words: str) -> Self:
        """Each word stands somewhere in the name, the role, the workplace or what the person may be asked."""
        found = self
        for word in words.split()[:WORDS_SEARCHED]:
            found = found.filter(
                Q(display_name__icontains=word)
                | Q(username__icontains=word)
                | Q(job_title__icontains=word)
                | Q(workplace__icontains=word)
                | Q(about__icontains=word)
            )
        return found


PeopleManager = DjangoUserManager.from_queryset(UserQuerySet)
