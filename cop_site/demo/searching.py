"""What people looked for in the last weeks, in vain too; a search that one of them keeps."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from communities.models import CommunityPage
from cop_site.demo.days import ago
from cop_site.demo.talk import Cast
from search import asked_log
from search.asked_log import NewSearch, Opened
from search.gaps import count_gaps
from search.kinds import Kind
from search.models import SavedSearch
from search.saved import keep_search

# Words, how many things they found, who asked (one search each), and whether one of them opened something.
_ASKED: tuple[tuple[str, int, str, bool], ...] = (
    ("wristband printer jam", 0, "ana nia jo tomasz ana", False),
    ("bariatric bed transfer form", 0, "jo marguerite nia", False),
    ("night pharmacist phone", 0, "lee jo", False),
    ("syringe driver label", 0, "ana priyanka", False),
    ("handover sheet", 4, "nia jo lee tomasz", False),
    ("discharge letter", 3, "ana lee", False),
    ("scanner no tone", 6, "ana nia jo tomasz marguerite priyanka", True),
    ("insulin pen", 5, "nia lee jo", True),
    ("payslip", 0, "jo", False),  # of one person alone: counted, and never shown
)
_SAID_AGAIN = (
    ("handover sheet", "nia", "shift handover print"),
    ("handover sheet", "jo", "shift handover print"),
)
_A_SAID_AGAIN = timedelta(minutes=2)


def searched(ward: CommunityPage, cast: Cast) -> None:
    """Searches of the last weeks, counted as they are each hour; nia keeps one."""
    for number, (words, things, who, was_opened) in enumerate(_ASKED):
        for turn, handle in enumerate(who.split()):
            at = ago(days=2 + 2.5 * number + 0.8 * turn)
            asked = _ask(ward, cast, handle, words, things, at)
            if was_opened and turn % 3:
                asked_log.note_opened(Opened(asked, at, Kind.WIKI, 1, 1 + turn % 2))
            if again := next((said for first, by, said in _SAID_AGAIN if (first, by) == (words, handle)), ""):
                _ask(ward, cast, handle, again, 2, at + _A_SAID_AGAIN, follows=asked)
    asked_log.write()
    count_gaps()
    kept, _ = keep_search(user=cast["nia"], address="q=scanner", name="Scanners", tell=SavedSearch.Tell.DAILY)
    week_ago = ago(days=7)
    SavedSearch.objects.filter(pk=kept.pk).update(created_at=week_ago, seen_at=week_ago, new_things=2)


def _ask(
    ward: CommunityPage,
    cast: Cast,
    handle: str,
    words: str,
    things: int,
    at: datetime,
    follows: uuid.UUID | None = None,
) -> uuid.UUID:
    key = uuid.uuid4()
    asked_log.note(
        NewSearch(
            key=key,
            question=words,
            words=words,
            user_id=cast[handle].pk,
            community_id=ward.pk,
            came_from="",
            readable=(ward.pk,),
            at=at,
            things=things,
            follows=follows,
        )
    )
    return key
