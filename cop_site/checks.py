"""Refuses settings that make no sense, before anyone meets them. Those about production run with --deploy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Doubt
from django.utils.module_loading import import_string
from django_tasks.base import Task

from curation.evidence.parts import BY_KEY
from curation.states import Trust
from search.kinds import Kind
from search.meaning.model import is_installed
from search.ranking import BY_KEY as RANKING_PARTS

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver", ".localhost"}


@register(Tags.security)
def debug_is_for_this_machine(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Django's error pages show settings and code to whoever can reach them."""
    others = set(settings.ALLOWED_HOSTS) - LOCAL_HOSTS
    if settings.DEBUG and others:
        return [
            Error(
                f"DEBUG is on and the site answers as {', '.join(sorted(others))}.",
                hint="Unset DEBUG, or leave only localhost in ALLOWED_HOSTS.",
                id="commonplace.E001",
            )
        ]
    return []


@register()
def data_folder_can_be_written(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    folder = settings.ENV.data
    if os.access(folder, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"The data folder {folder} cannot be written.",
            hint="Give it to the user that runs the site, or set COMMONPLACE_DATA to another.",
            id="commonplace.E002",
        )
    ]


@register()
def schedule_names_tasks(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(f"SCHEDULE names {path}, which is not a task.", id="commonplace.E003")
        for path in settings.SCHEDULE
        if not _is_task(path)
    ]


@register()
def search_backend_can_be_loaded(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        import_string(settings.SEARCH_BACKEND)
    except ImportError as error:
        return [Error(f"SEARCH_BACKEND cannot be loaded: {error}", id="commonplace.E004")]
    if "elasticsearch" in settings.SEARCH_BACKEND and not settings.ELASTICSEARCH_URL:
        return [
            Error("SEARCH_BACKEND is Elasticsearch, but ELASTICSEARCH_URL is not set.", id="commonplace.E005")
        ]
    return []


@register()
def searches_tell_of_nobody(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Words of one person would be shown as a whole community's, or names be kept for nothing."""
    problems: list[CheckMessage] = []
    if settings.SEARCH_GAP_PEOPLE < 2:
        problems.append(
            Error(
                "SEARCH_GAP_PEOPLE is below 2: curators would see words of one person.", id="commonplace.E030"
            )
        )
    if settings.SEARCH_NAMES_KEPT_DAYS < 1:
        problems.append(
            Error("SEARCH_NAMES_KEPT_DAYS is below 1: nobody could be told apart.", id="commonplace.E031")
        )
    return problems


@register()
def ffmpeg_is_a_program(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    if not settings.FFMPEG or shutil.which(settings.FFMPEG):
        return []
    return [
        Error(
            f"FFMPEG names {settings.FFMPEG}, which is not a program.",
            hint="Unset it to use the system's ffmpeg, or the one that comes with the Python packages.",
            id="commonplace.E006",
        )
    ]


@register()
def evidence_can_be_weighed(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A name that no part has would count for nothing, silently."""
    weights = settings.EVIDENCE_WEIGHTS
    problems: list[CheckMessage] = [
        Error(f"EVIDENCE_WEIGHTS names {key!r}, which is no part of the evidence.", id="commonplace.E020")
        for key in sorted(set(weights) - set(BY_KEY))
    ]
    if any(weight < 0 for weight in weights.values()) or settings.EVIDENCE_HALF_LIFE_DAYS <= 0:
        hint = "What speaks against a practice is taken off by itself."
        problems.append(
            Error(
                "A weight of the evidence is below 0, or its half-life is not above 0.",
                hint=hint,
                id="commonplace.E021",
            )
        )
    return problems


@register()
def search_can_be_ordered(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A name that no part, label or kind has would count for nothing, silently; a factor of 0 would hide things."""
    known = {
        "SEARCH_WEIGHTS": set(RANKING_PARTS),
        "SEARCH_TRUST_WEIGHTS": set(Trust.values),
        "SEARCH_KIND_WEIGHTS": set(Kind.values),
    }
    problems: list[CheckMessage] = [
        Error(f"{name} names {key!r}, which search does not know.", id="commonplace.E022")
        for name, keys in known.items()
        for key in sorted(set(getattr(settings, name)) - keys)
    ]
    factors = [*settings.SEARCH_TRUST_WEIGHTS.values(), *settings.SEARCH_KIND_WEIGHTS.values()]
    if (
        any(weight < 0 for weight in settings.SEARCH_WEIGHTS.values())
        or any(factor <= 0 for factor in factors)
        or settings.SEARCH_HALF_LIFE_DAYS <= 0
    ):
        hint = "A weight of 0 leaves a part out; a factor of 1 changes nothing."
        problems.append(
            Error(
                "A weight of search is below 0, a factor is not above 0, or its half-life is not above 0.",
                hint=hint,
                id="commonplace.E023",
            )
        )
    return problems


@register(Tags.security, deploy=True)
def production_knows_its_address(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Links in mails are made of SITE_URL; a wildcard host lets a stranger's host name into them."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL or "")
    problems: list[CheckMessage] = []
    if "*" in settings.ALLOWED_HOSTS:
        problems.append(Error("ALLOWED_HOSTS lets any host through.", id="commonplace.E007"))
    if address.scheme != "https" or not address.hostname or address.path not in {"", "/"}:
        problems.append(
            Error(
                f"SITE_URL is {settings.WAGTAILADMIN_BASE_URL!r}.",
                hint="It is the address that people type: https://commonplace.example",
                id="commonplace.E008",
            )
        )
    elif not any(_host_matches(address.hostname, allowed) for allowed in settings.ALLOWED_HOSTS):
        problems.append(
            Error(f"SITE_URL's host {address.hostname} is not in ALLOWED_HOSTS.", id="commonplace.E009")
        )
    return problems


@register(deploy=True)
def production_can_send_mail(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Nobody can confirm an address or reset a password without mail."""
    problems: list[CheckMessage] = []
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") and not settings.EMAIL_HOST:
        problems.append(
            Error("EMAIL_URL names no host.", hint="smtp+tls://user:password@host:587", id="commonplace.E010")
        )
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    if not sender or sender.endswith("@localhost"):
        problems.append(
            Error(
                f"MAIL_FROM is {settings.DEFAULT_FROM_EMAIL!r}: mail servers refuse it.",
                hint="Set it to an address of your own domain.",
                id="commonplace.E011",
            )
        )
    return problems


@register(deploy=True)
def production_outgrows_one_file(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        return []
    return [
        Doubt(
            "The database is SQLite: right for one machine, and only one.",
            hint="Set DATABASE_URL to a PostgreSQL when more than one machine serves the site.",
            id="commonplace.W001",
        )
    ]


@register(Tags.security, deploy=True)
def production_sees_who_asks(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Behind a proxy that is not counted all people share one address, and one limit on wrong passwords."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0:
        return []
    return [
        Doubt(
            "PROXY_COUNT is 0, so that everybody seems to come from the proxy's address.",
            hint="Set it to the number of proxies that add to X-Forwarded-For; deploy/nginx.conf is 1.",
            id="commonplace.W002",
        )
    ]


@register()
def meaning_has_its_model(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    if not settings.SEARCH_MEANING or is_installed():
        return []
    return [
        Error(
            "SEARCH_MEANING is on, and the packages that it needs are not installed.",
            hint="Install requirements-meaning.txt, or unset SEARCH_MEANING.",
            id="commonplace.E012",
        )
    ]


def _is_task(path: str) -> bool:
    try:
        return isinstance(import_string(path), Task)
    except ImportError:
        return False


def _host_matches(host: str, allowed: str) -> bool:
    return host == allowed or (allowed.startswith(".") and (host == allowed[1:] or host.endswith(allowed)))
