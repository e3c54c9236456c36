"""What a page of results has to do with the log of searches: which searches count, whose they are, what follows what.

No page waits for the log: a search is noted in memory (search/asked_log.py), and what must be known of the last
minutes lies in the cache.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from allauth.account.adapter import get_adapter
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from search import asked_log
from search.asked_log import NewSearch, Opened
from search.backends.base import SearchQuery
from search.kinds import Kind
from search.language import stem, words

SAME_WITHIN = timedelta(minutes=10)  # the same words again: a filter, a reload, a way back
FOLLOWS_WITHIN = timedelta(minutes=5)
OPENED_WITHIN = timedelta(hours=2)
MOST_OF_ONE = 30  # searches of one person that are noted in SAME_WITHIN
MOST_OF_VISITORS = 1000  # searches of all visitors together that are noted in an hour
_ALIKE = 0.6  # of the letters of two questions
_ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|headless", re.I)
_E_MAIL = re.compile(r"\S@\S|@\w")
_MOST_DIGITS = 5  # "ICD-10" and "v12.1" have fewer; a number of a patient or a telephone has more
_signer = signing.TimestampSigner(salt="search.asking")


@dataclass(frozen=True)
class _Recent:
    """A search of the last minutes, of one person or visitor."""

    key: uuid.UUID
    words: str
    at: datetime
    was_opened: bool = False


def folded(query: SearchQuery) -> str:
    """The words of a question, so that the same question is the same text."""
    return " ".join(word for term in query.terms for word in words(term.typed))[:300]


def tells_of_somebody(question: str) -> bool:
    """Whether these words may name a person: an address, or a long number."""
    return bool(_E_MAIL.search(question)) or sum(sign.isdigit() for sign in question) > _MOST_DIGITS


def note_search(
    request: HttpRequest, query: SearchQuery, *, question: str, things: int, is_first: bool = True
) -> str:
    """Note this search; the token with which its page says what was opened, empty for a search that is not noted.

    A page behind the first is no search of its own."""
    whose = _whose(request)
    if not whose or not query.terms:
        return ""
    now, asked = timezone.now(), folded(query)
    recent = [one for one in _recent(whose) if now - one.at < SAME_WITHIN]
    same = next((one for one in recent if one.words == asked), None)
    if same is not None:
        return _token(same.key, request)
    if not is_first or len(recent) >= MOST_OF_ONE or not (request.user.is_authenticated or _visitors_may()):
        return ""
    mine = _Recent(uuid.uuid4(), asked, now)
    before = next((one for one in recent if _is_said_again(one, mine)), None)
    private = tells_of_somebody(question)
    asked_log.note(
        NewSearch(
            key=mine.key,
            question="" if private else question,
            words="" if private else asked,
            user_id=request.user.pk,
            community_id=query.filters.community[0] if len(query.filters.community) == 1 else None,
            came_from=request.GET.get("from", "")[:255],
            readable=query.readable,
            at=now,
            things=things,
            follows=before.key if before else None,
        )
    )
    _remember(whose, [mine, *recent])
    return _token(mine.key, request)


def note_opened(request: HttpRequest) -> bool:
    """Note what was opened of a search, as its page tells; False when it tells nonsense or of somebody else's."""
    try:
        key = _signer.unsign(request.POST.get("asked", ""), max_age=OPENED_WITHIN)
        key, _, user = key.partition("/")
        opened = Opened(
            key=uuid.UUID(key),
            at=timezone.now(),
            kind=Kind(request.POST.get("kind", "")),
            thing=_number(request.POST.get("thing", ""), 18),
            position=_number(request.POST.get("position", ""), 3),
        )
    except (ValueError, signing.BadSignature):
        return False
    if user != str(request.user.pk or ""):
        return False
    asked_log.note_opened(opened)
    whose = _whose(request)
    _remember(
        whose,
        [replace(one, was_opened=one.was_opened or one.key == opened.key) for one in _recent(whose)],
    )
    return True


def _number(sent: str, digits: int) -> int:
    if not (sent.isascii() and sent.isdigit() and len(sent) <= digits):
        raise ValueError("no number")
    return int(sent)


def _token(key: uuid.UUID, request: HttpRequest) -> str:
    return _signer.sign(f"{key}/{request.user.pk or ''}")


# -- of the last minutes -----------------------------------------------------------------------------------
def _whose(request: HttpRequest) -> str:
    """Who asks, for some minutes; a visitor by what their browser sends, folded beyond recognition. Empty: a robot."""
    if request.user.is_authenticated:
        return f"asked:{request.user.pk}"
    agent = request.headers.get("User-Agent", "")
    if _ROBOT.search(agent):
        return ""
    return (
        f"asked:{salted_hmac('search.asking', f'{get_adapter().get_client_ip(request)} {agent}').hexdigest()}"
    )


def _recent(whose: str) -> list[_Recent]:
    return cache.get(whose) or [] if whose else []


def _remember(whose: str, recent: list[_Recent]) -> None:
    if whose:
        cache.set(whose, recent[:MOST_OF_ONE], SAME_WITHIN.total_seconds())


def _visitors_may() -> bool:
    hour = f"asked:visitors:{timezone.now():%Y%m%d%H}"
    cache.add(hour, 0, 2 * 60 * 60)
    try:
        return cache.incr(hour) <= MOST_OF_VISITORS
    except ValueError:  # it ran out between the two
        return True


def _is_said_again(before: _Recent, now: _Recent) -> bool:
    """Whether a search says in other words what one asked just before, and found nothing worth opening."""
    if before.was_opened or now.at - before.at > FOLLOWS_WITHIN:
        return False
    one, other = before.words.split(), now.words.split()
    shares = {stem(word) for word in one} & {stem(word) for word in other}
    return bool(shares) or SequenceMatcher(None, before.words, now.words).ratio() >= _ALIKE
