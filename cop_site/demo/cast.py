"""The people of the demo story; everybody of them signs in with the same password."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from people.models import User

DEMO_PASSWORD = "commonplace-demo"  # noqa: S105 - printed in the README; the demo is for one's own machine


@dataclass(frozen=True)
class Part:
    """One person: who, what they do, and what they may be asked about."""

    handle: str
    name: str
    job_title: str
    workplace: str
    about: str = ""
    is_curator: bool = False
    is_administrator: bool = False


CAST = (
    Part("ana", "Ana Ribeiro", "nurse", "ward 4B", "Scanning on the round, and what to do when it fails."),
    Part("nia", "Nia Okafor", "nurse, new", "ward 4B"),
    Part(
        "cora", "Cora Lindqvist", "learning and development", "training centre", "Job aids.", is_curator=True
    ),
    Part(
        "lou", "Lou Sandberg", "learning and development", "training centre", "Verification.", is_curator=True
    ),
    Part("fay", "Fay Brennan", "ward sister", "ward 4B", "How we hand over."),
    Part("eli", "Eli Marchetti", "clinical pharmacist", "pharmacy", "Medicines, labels, scanning."),
    Part("lee", "Lee Andersen", "ward manager", "wards 4A to 4C"),
    Part("adam", "Adam Haddad", "administrator", "IT", is_administrator=True),
    Part("tomasz", "Tomasz Wójcik", "nurse", "ward 4A", "Downtime."),
    Part("marguerite", "Marguerite Oduya", "nurse", "ward 6A", "Insulin, pens and pumps."),
    Part("jo", "Jo Castellanos", "nurse", "ward 6A"),
    Part(
        "priyanka",
        "Priyanka Venkataraghavan-Hollingsworth",
        "pharmacist",
        "pharmacy",
        "Scanners and printers.",
    ),
)


def make_cast() -> dict[str, User]:
    """Every person by handle; those who are there already stay as they are."""
    return {part.handle: _person(part) for part in CAST}


def _person(part: Part) -> User:
    email = f"{part.handle}@example.org"
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    make = User.objects.create_superuser if part.is_administrator else User.objects.create_user
    person = make(
        email,
        DEMO_PASSWORD,
        part.handle if not User.objects.filter(username=part.handle).exists() else None,
        display_name=part.name,
        job_title=part.job_title,
        workplace=part.workplace,
        about=part.about,
        is_curator=part.is_curator,
    )
    EmailAddress.objects.get_or_create(user=person, email=email, defaults={"verified": True, "primary": True})
    return person
