"""What the pages of the desk say of days: when something is due, and how long it has waited."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.templatetags.commonplace import NOTHING, sized_count, when
from curation.actions.practices import open_transitions
from curation.desk.parts import PARTS
from curation.models import CurationSettings, Practice
from curation.states import PracticeState

register = template.Library()
_ICONS = {part.key: part.icon for part in PARTS}


@register.simple_tag
def part_icon(key: str) -> str:
    """The picture of a part of the desk."""
    return _ICONS[key]


@register.simple_tag
def due(day: date | None) -> SafeString:
    """`due today`, `due 3 December`, `due since 20 November`: the last two words are a colour too."""
    if day is None:
        return NOTHING
    today = timezone.localdate()
    if day == today:
        written = day.isoformat()
        return format_html(
            '<span class="due-day due-day--now">due <time datetime="{}">today</time></span>', written
        )
    if day < today:
        return format_html('<span class="due-day due-day--over">due since {}</span>', when(day))
    return format_html('<span class="due-day">due {}</span>', when(day))


@register.simple_tag
def waiting(since: datetime | None, community: Any, target: str) -> SafeString:
    """`waiting 9 days, 2 over the target`: the target is a field of CurationSettings, in days."""
    days = _days(since)
    words = f"waiting {sized_count(days, 'day', 'days')}" if days else "waiting since today"
    return _beside_target(since, words, community, target)


def settings_of(community: Any) -> CurationSettings:
    """Those that came with the community (select_related), or the defaults."""
    return getattr(community, "curation_settings", None) or CurationSettings(community=community)


@register.simple_tag
def under_way(since: datetime | None, community: Any, target: str) -> SafeString:
    """`12 days since the first flag`, marked when that is over the target."""
    words = f"{sized_count(_days(since), 'day', 'days')} since the first flag"
    return _beside_target(since, words, community, target)


def _days(since: datetime | None) -> int:
    return (timezone.now() - since).days if since else 0


def _beside_target(since: datetime | None, words: str, community: Any, target: str) -> SafeString:
    if since is None:
        return NOTHING
    over = _days(since) - getattr(settings_of(community), target)
    if over <= 0:
        return format_html("<span>{}</span>", words)
    return format_html('<span class="due-day due-day--over">{}, {} over the target</span>', words, over)


@register.simple_tag
def moves(practice: Practice) -> list[PracticeState]:
    """The states that a curator can move it to by hand."""
    return open_transitions(practice)
