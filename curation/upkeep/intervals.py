"""Until when something is verified. Days are those of the site's time zone (settings.TIME_ZONE), whoever reads.

A job aid is verified until a day, that day included: it lapses at the midnight after it, on the clock of the site.
Only days are compared, never hours, so that a day of 23 or 25 hours moves nothing.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from curation.models import CurationSettings, JobAidPage


def months_later(day: date, months: int) -> date:
    """The same day of a later month; the last of that month when it is shorter: 31 August + 6 is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def interval_of(job_aid: JobAidPage) -> int:
    """How many months it is verified for: its own, or those of its community."""
    return job_aid.verify_months or CurationSettings.of(job_aid.community).verify_months


def interval() -> Coalesce:
    """The same in a query over job aids."""
    rules = CurationSettings.objects.filter(community=OuterRef("community")).values("verify_months")
    usual = CurationSettings._meta.get_field("verify_months").default
    return Coalesce("verify_months", Subquery(rules[:1]), Value(usual))


def next_day_of(job_aid: JobAidPage) -> date:
    """Until when it is verified when somebody says so today."""
    return months_later(timezone.localdate(), interval_of(job_aid))
