from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.db.models import Model

from communities.permissions import standing
from people.models import User


class RoleBackend(ModelBackend):
    """Lets whoever curates somewhere into Wagtail's admin, to edit job aids; each policy says what they may."""

    def authenticate(self, *args: object, **kwargs: object) -> None:
        return None  # signing in is allauth's

    def has_perm(self, user_obj: User, perm: str, obj: Model | None = None) -> bool:  # type: ignore[override]
        if perm == "wagtailadmin.access_admin" and standing(user_obj).curates_somewhere:
            return True
        return super().has_perm(user_obj, perm, obj)
