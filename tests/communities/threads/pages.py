"""Pages of threads as somebody reads them."""

from __future__ import annotations

import re

from django.test import Client

from people.models import User


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, address: str) -> str:
    """The words of a page, without tags."""
    html = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
