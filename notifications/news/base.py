"""What there is to tell, before it is told to anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from communities.models import CommunityPage
from curation.models import JobAidPage
from notifications.states import Audience, Kind
from people.models import User

_LONGEST = 400
_QUOTED = 120


@dataclass(frozen=True, slots=True)
class News:
    """One plain sentence, where it leads, and who may know of it."""

    kind: Kind
    text: str
    url: str
    community: CommunityPage | None
    subject: str
    audience: Audience = Audience.READERS

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", Truncator(" ".join(self.text.split())).chars(_LONGEST))


Told = tuple[News, Iterable[User]]
Builder = Callable[..., Iterable[Told]]
NEWS: dict[str, Builder] = {}


def news(builder: Builder) -> Builder:
    """Register what makes the news of an event; it is called by its name, with ids, in a task."""
    NEWS[builder.__name__] = builder
    return builder


def found(rows: Any, pk: int) -> Any:
    """The row, or None when it has gone meanwhile."""
    return rows.filter(pk=pk).first()


def said(text: str) -> str:
    """What somebody wrote, as the end of a sentence: ": “No patient label”", or a full stop."""
    return f": “{Truncator(' '.join(text.split())).chars(_QUOTED)}”" if text.strip() else "."


def name_of(person: User | None) -> str:
    return person.name if person else "Someone who left"


def without(people: Iterable[User], *others: User | None) -> list[User]:
    """The same people, save those who did it themselves."""
    gone = {other.pk for other in others if other is not None}
    return [person for person in people if person.pk not in gone]


def job_aids() -> Any:
    """A JobAidQuerySet with what news needs of them."""
    return JobAidPage.objects.select_related("community", "owner", "stand_in")
