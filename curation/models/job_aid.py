from __future__ import annotations

from django.urls import reverse

from communities.models.community import OwnAddressPage


class JobAidIndexPage(OwnAddressPage):
    """The job aids of one community."""

    parent_page_types = ["communities.CommunityPage"]
    subpage_types: list[str] = []

    def get_absolute_url(self) -> str:
        return reverse("curation:job_aids", args=[self.get_parent().slug])
