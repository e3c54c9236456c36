"""The addresses and forms with which a curator changes the sources of a practice."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from curation.models import Practice


def at(name: str, practice: Practice, *more: int) -> str:
    return reverse(f"curation:{name}", args=[practice.community.slug, practice.pk, *more])


def page_of(browser: Client, practice: Practice) -> str:
    return browser.get(practice.get_absolute_url()).content.decode()


def choose(browser: Client, practice: Practice, address: str, **form: Any) -> HttpResponse:
    return browser.post(
        f"{at('source_choose', practice)}?{urlencode({'address': address})}", form, follow=True
    )
