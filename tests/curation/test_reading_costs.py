"""What reading a job aid costs in work, which noise of the machine does not move."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from curation.models import JobAidPage, Provenance
from people.models import User
from tests.communities.threads.test_costs import python_calls
from tests.curation.conftest import Ward
from tests.curation.drafts import published
from tests.curation.test_sheet_in_browser import with_steps

pytestmark = pytest.mark.django_db


def test_a_job_aid_of_twelve_steps_is_read_with_little_work(
    ward: Ward, as_user: Callable[[User], Client]
) -> None:
    job_aid = published(ward)
    with_steps(job_aid, 12)
    row = Provenance.objects.filter(job_aid=job_aid).first()
    assert row is not None
    for block in JobAidPage.objects.get(pk=job_aid.pk).steps:
        row.pk, row.step = None, str(block.id)
        row.save()
    browser, address = as_user(ward.cast.ana), job_aid.get_absolute_url()
    browser.get(address)  # templates are read once in the life of a process

    assert python_calls(lambda: browser.get(address)) <= 70_000
