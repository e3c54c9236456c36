from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from people.models import User
from tests.conftest import Cast
from tests.curation.conftest import Ward, a_ward


@pytest.fixture
def ward(cast: Cast) -> Ward:
    return a_ward(cast, slug="ward-nursing", title="Ward nursing")


@pytest.fixture
def as_user(client: Client) -> Callable[[User], Client]:
    def as_user(user: User) -> Client:
        client.force_login(user)
        return client

    return as_user
