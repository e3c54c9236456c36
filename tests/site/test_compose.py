"""docker-compose.yml and what it relies on, read as the container engine would."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
ASKED_FOR = {"web", "worker", "media-worker", "scheduler", "postgres", "redis", "elasticsearch", "proxy"}


def test_every_part_that_production_needs_is_a_service() -> None:
    assert set(SERVICES) >= ASKED_FOR


@pytest.mark.parametrize("name", sorted(ASKED_FOR))
def test_every_service_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert not any("network_mode" in service for service in SERVICES.values())


def test_media_can_be_written_by_the_site_and_only_read_by_the_proxy() -> None:
    assert "data:/data" in SERVICES["web"]["volumes"]
    assert "data:/data:ro" in SERVICES["proxy"]["volumes"]


def test_every_value_asked_from_env_is_in_the_example_and_secrets_have_none() -> None:
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE))
    example = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / "deploy/env.example").read_text(), re.MULTILINE))

    assert asked == set(example)
    assert [name for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "EMAIL_URL") if example[name]] == []


def test_what_must_be_set_stops_the_start_when_it_is_not() -> None:
    without_default = set(re.findall(r"\$\{(\w+):\?", COMPOSE))

    assert without_default == {
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "EMAIL_URL",
        "MAIL_FROM",
        "POSTGRES_PASSWORD",
    }


def test_images_are_pinned_to_a_version() -> None:
    images = [service["image"] for service in SERVICES.values() if "build" not in service]
    images += re.findall(r"^FROM (\S+:\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)

    assert images
    assert [image for image in images if not re.search(r":\d", image)] == []


def test_elasticsearch_has_the_major_version_of_its_client() -> None:
    client = re.search(r"^elasticsearch==(\d+)\.", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    server = SERVICES["elasticsearch"]["image"].partition(":")[2]

    assert client
    assert server.split(".")[0] == client[1]


def test_elasticsearch_has_no_password_and_is_reached_by_the_site_alone() -> None:
    inside = {name for name, service in SERVICES.items() if "search" in service.get("networks", [])}

    assert yaml.safe_load(COMPOSE)["networks"]["search"] == {"internal": True}
    assert SERVICES["elasticsearch"]["networks"] == ["search"]
    assert inside - {"elasticsearch"} == {
        name for name, service in SERVICES.items() if "ELASTICSEARCH_URL" in service.get("environment", {})
    }


def test_the_proxy_is_given_every_value_that_its_configuration_asks_for() -> None:
    asked = set(re.findall(r"\$\{(\w+)\}", (ROOT / "deploy/nginx.conf").read_text()))

    assert asked <= set(SERVICES["proxy"]["environment"])


def test_every_variable_of_the_site_is_one_that_it_reads() -> None:
    read = set(re.findall(r'env\.\w+\("(\w+)"', (ROOT / "cop_site/environment.py").read_text()))
    read |= {"WEB_CONCURRENCY"}

    assert set(SERVICES["web"]["environment"]) <= read
    documented = set(re.findall(r"`([A-Z_]{4,})`", (ROOT / "docs/operations.md").read_text()))
    assert read <= documented
