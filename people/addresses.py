from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models.functions import Lower

from people.models import User


def has_address(user: User, email: str) -> bool:
    """Whether this person has shown that the address is theirs."""
    return EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()


def addresses_of(user: User) -> list[str]:
    """The addresses that this person has shown to be theirs, in lower case."""
    found = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return [email.lower() for email in found]


def people_at(addresses: list[str]) -> dict[str, User]:
    """Who has each of these addresses, in lower case, and has shown that it is theirs; 500 a query."""
    found: dict[str, User] = {}
    for start in range(0, len(addresses), 500):
        rows = EmailAddress.objects.alias(low=Lower("email")).filter(
            low__in=addresses[start : start + 500], verified=True, user__is_active=True
        )
        found |= {row.email.lower(): row.user for row in rows.select_related("user")}
    return found
