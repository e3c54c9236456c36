"""Other job aids of the ward: one that was replaced, one whose next version is planned, one to check again."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from communities.models import CommunityPage, WikiPage
from cop_site.demo.days import date_draft, date_joining, date_practice, date_retirement
from cop_site.demo.making import approve, frame, pieces_of, practice_of, promoted, publish, system_of
from cop_site.demo.talk import Cast
from curation.actions.joining import join_job_aid
from curation.actions.practices import change_state, endorse_practice
from curation.actions.retirement import retire_job_aid
from curation.models import JobAidPage
from curation.states import FlagReason, PracticeState

ROUND = "medication-round"
WORKS, SAVES_TIME, SAFER = FlagReason.WORKS, FlagReason.SAVES_TIME, FlagReason.SAFER


def replaced(wiki: dict[str, WikiPage], by: JobAidPage, cast: Cast) -> JobAidPage:
    """The way of the first weeks: published, then withdrawn because a better one took its place."""
    page = wiki[f"{ROUND}/codes-by-hand"]
    practice = practice_of(
        page,
        "Type the code",
        title="Type a damaged code with a second nurse",
        summary="Fourteen digits, read by one and typed by the other, until pharmacy can repair codes.",
        flags=(
            ("marguerite", 30, WORKS, "Slow, and the record is right."),
            ("tomasz", 29, SAFER, "The second reader found two mistakes on our ward."),
        ),
        cast=cast,
    )
    job_aid = promoted(
        cast["cora"],
        practice,
        "Write a damaged code by hand",
        "The dose is on record although its code is damaged.",
        first=page,
    )
    frame(job_aid, cast["cora"], use_when="the code on the pack is torn, wet or scratched.")
    publish(
        job_aid, cast["eli"], cast["lou"], days_ago=26, days_verified=60, comment="Until codes are repaired."
    )
    reason = "Scan problem replaces it: pharmacy repairs the code, and nobody types digits beside a patient."
    retire_job_aid(user=cast["cora"], job_aid=job_aid, reason=reason, superseded_by=by)
    change_state(user=cast["cora"], practice=practice, to=PracticeState.RETIRED, why=reason)
    date_retirement(job_aid, days=8)
    date_practice(practice, made=28, changed=8)
    return job_aid


def planned(wiki: dict[str, WikiPage], cast: Cast) -> JobAidPage:
    """A second practice joined its draft, and the version that holds it waits for its day."""
    page = wiki[f"{ROUND}/witnessed-and-controlled-medicines"]
    taps = practice_of(
        page,
        "The two taps",
        title="Both names before Confirm",
        summary="The witness taps in at the bedside; a name given at the station is refused.",
        flags=(
            ("jo", 16, WORKS, "Nobody walks back to the station for a signature."),
            ("lee", 14, SAFER, "No dose without a second name since we do it like this."),
        ),
        cast=cast,
    )
    job_aid = promoted(
        cast["cora"],
        taps,
        "Witness a controlled medicine",
        "Two people, one screen, both names under the dose.",
        first=page,
    )
    frame(job_aid, cast["cora"], use_when="the dose asks for a second name.")
    publish(job_aid, cast["eli"], cast["lou"], days_ago=10, days_verified=120, comment="Both readers tried.")
    date_practice(taps, made=13, changed=11)
    _joined(page, job_aid, cast)
    approve(
        job_aid,
        cast["eli"],
        cast["lou"],
        days_verified=180,
        comment="Right, also for the night.",
        change_note="What to do when the witness is called away.",
        goes_live_on=timezone.localdate() + timedelta(days=6),
    )
    return job_aid


def _joined(page: WikiPage, job_aid: JobAidPage, cast: Cast) -> None:
    """What was found later stands after the second step."""
    hold = practice_of(
        page,
        "When the witness is called away",
        title="Hold keeps the first name",
        summary="Ten minutes, then both begin again.",
        flags=(
            ("marguerite", 7, SAVES_TIME, "The witness is called away every other night."),
            ("ana", 6, WORKS, "Used it twice, nothing was lost."),
        ),
        cast=cast,
    )
    after = str(job_aid.get_latest_revision_as_object().steps[1].id)
    join_job_aid(
        user=cast["cora"], practice=hold, job_aid=job_aid, chosen=pieces_of(hold, first=page), after=after
    )
    date_practice(hold, made=5, changed=4)
    date_joining(hold, days=4)
    date_draft(job_aid, days=4)


def to_check(ward: CommunityPage, wiki: dict[str, WikiPage], cast: Cast) -> JobAidPage:
    """Verified, and then its printer got a new release, for which nobody looked yet."""
    page = wiki[f"{ROUND}/wristbands"]
    practice = practice_of(
        page,
        "Print a new wristband",
        title="Ask, then cut the old band",
        summary="The new band is compared with what the patient says before the old one is cut.",
        flags=(
            ("fay", 20, SAFER, "Two bands on one arm were our worst habit."),
            ("nia", 19, WORKS, "I find the printer without asking."),
        ),
        cast=cast,
    )
    endorse_practice(user=cast["eli"], practice=practice, note="The order is what matters.")
    job_aid = promoted(
        cast["cora"],
        practice,
        "Print a new wristband",
        "One band on the patient, and it scans.",
        first=page,
    )
    printer = system_of(ward, cast["cora"], "Wristband printer", (("3.1", 200, ""),))
    frame(
        job_aid, cast["cora"], use_when="the wristband will not scan after you flattened it.", system=printer
    )
    publish(job_aid, cast["eli"], cast["lou"], days_ago=12, days_verified=100, comment="Printed one on 4B.")
    date_practice(practice, made=17, endorsed=15, changed=14)
    note = "The code is printed at both ends of the band, and the menu has moved."
    system_of(ward, cast["lou"], "Wristband printer", (("3.2", 2, note),))
    return job_aid
