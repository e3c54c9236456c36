"""What a person may do with a job aid in Wagtail's admin: the same policy, in Wagtail's words."""

from __future__ import annotations

from typing import Any

from wagtail.models.pages import PagePermissionTester

from communities.permissions import Verb
from core.policy import can


class JobAidPermissionTester(PagePermissionTester):
    """Curators of the community edit; nobody publishes by hand, since approval of a review does."""

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        self.curates = bool(user.is_active) and can(user, Verb.CURATE, page)
        self.permissions = {"change", "lock", "unlock"} if self.curates else set()

    def can_edit(self) -> bool:
        return self.curates

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False  # it is withdrawn in the site, with a reason

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return self.curates and not self.page.live and self.page.number == 0

    def can_submit_for_moderation(self) -> bool:
        return self.curates and self.page.retired_at is None and super().can_submit_for_moderation()

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_view_revisions(self) -> bool:
        return self.curates
