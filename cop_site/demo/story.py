"""One journey lived to its end: talk, flag, practice, job aid, review, feedback, drift."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from communities.actions.community import add_member, create_community
from communities.actions.exploring import set_exploring
from communities.actions.threads import react_to_post
from communities.models import CommunityPage, Post, Thread, WikiPage
from communities.states import Access, ReactionKind
from cop_site.demo.asking import answered, remarked, step_called, unanswered
from cop_site.demo.cast import make_cast
from cop_site.demo.days import date_arrivals, date_draft, date_drift, date_feedback, date_flag, date_practice
from cop_site.demo.desk import morning
from cop_site.demo.job_aid import confirmed_by, fill
from cop_site.demo.library import planned, replaced, to_check
from cop_site.demo.making import anchor_of, frame, promoted, publish
from cop_site.demo.newcomers import newcomers
from cop_site.demo.searching import searched
from cop_site.demo.talk import Cast, change_wiki, show, talk, write_wiki
from curation.actions.feedback import say_how_it_went
from curation.actions.flags import flag_place
from curation.actions.practices import add_source, endorse_practice, make_practice
from curation.actions.sources import quote_source
from curation.candidates.search import find_candidates
from curation.models import FlaggedPlace, JobAidPage
from curation.reviewing.workflow import send_to_review
from curation.states import FlagReason
from curation.upkeep.drift import check_drift
from screencasts.models import Screencast
from screencasts.processing import process

WARD, MEDICINES = "ward-nursing", "medicines"
SCANNING = "medication-round/scanning-at-the-bedside"
NOTE = "Demo content, not clinical guidance."
Say = Callable[[str], None]


def is_loaded() -> bool:
    return CommunityPage.objects.filter(slug=WARD).exists()


def load(say: Say) -> None:
    """Tell the whole story, or nothing of it: the rows are written in one transaction."""
    with transaction.atomic():
        say("people")
        cast = make_cast()
        say("two communities, their pages and talks")
        ward, medicines = _communities(cast)
        wiki = _edited(write_wiki(ward, "ward", cast), cast)
        threads = talk(ward, "ward", cast)
        write_wiki(medicines, "medicines", cast)
        talk(medicines, "medicines", cast)
        recording = show(ward, cast["tomasz"])
    say("a screencast (half a minute of work)")
    process(recording.pk)
    recording.refresh_from_db()
    with transaction.atomic():
        say("flags, practices and job aids")
        scan = scan_problem(ward, wiki, threads, recording, cast)
        pairing(ward, wiki, recording, cast)
        replaced(wiki, scan, cast)
        planned(wiki, cast)
        to_check(ward, wiki, cast)
        waiting(ward, wiki, threads, cast)
        said_it_worked(threads, cast)
        trying_out(threads)
        newcomers(ward, wiki[SCANNING], cast)
        morning(ward, cast)
        searched(ward, cast)
    say("what several people tell alike")
    find_candidates()


def _communities(cast: Cast) -> tuple[CommunityPage, CommunityPage]:
    ward = create_community(
        title="Ward nursing on EMR 12",
        slug=WARD,
        user=cast["adam"],
        access=Access.OPEN,
        is_public=True,
        purpose="Nurses on the wards find out together how EMR 12.1 works at the bedside, and write it down.",
        goals="Nobody looks for a label at the bedside.\nEvery workaround is written down within a day.\n"
        "Each new colleague does a round alone after a week.",
        norms="We write what we saw, with the release.\nNo patient details.\n"
        f"Who asks at night is answered by noon.\n{NOTE}",
        sponsor="Lee Tan, nurse manager: two paid hours a month for everybody who writes.",
    )
    medicines = create_community(
        title="Medicines on EMR 12",
        slug=MEDICINES,
        user=cast["adam"],
        access=Access.ON_REQUEST,
        purpose="Pharmacists and ward nurses keep labels, codes and orders right between pharmacy and ward.",
        norms="A code that fails is answered the same day.\nWe name packs, never patients.",
        charter=NOTE,
    )
    for handle in ("ana", "nia", "lee", "tomasz", "marguerite", "jo", "priyanka"):
        add_member(user=cast[handle], community=ward)
    add_member(user=cast["fay"], community=ward, is_facilitator=True)
    add_member(user=cast["eli"], community=ward, is_expert=True)
    add_member(user=cast["cora"], community=ward, is_curator=True)
    add_member(user=cast["priyanka"], community=medicines, is_facilitator=True)
    add_member(user=cast["eli"], community=medicines, is_expert=True)
    add_member(user=cast["ana"], community=medicines)
    date_arrivals(cast.values(), days=45)
    date_arrivals([cast["nia"]], days=27)
    return ward, medicines


def _edited(wiki: dict[str, WikiPage], cast: Cast) -> dict[str, WikiPage]:
    """Edits that were made before anybody flagged the page."""
    page = change_wiki(
        wiki[SCANNING],
        by=cast["tomasz"],
        old="Scanner asleep or not paired",
        new="Scanner asleep, or not paired since the downtime",
        summary="what no tone means",
        hours_ago=20 * 24,
    )
    wiki[SCANNING] = change_wiki(
        page,
        by=cast["marguerite"],
        old="Keep one scanner inside the room",
        new="Keep one scanner and its cradle inside the room",
        summary="isolation rooms: the cradle too",
        hours_ago=18 * 24,
    )
    return wiki


def scan_problem(
    ward: CommunityPage,
    wiki: dict[str, WikiPage],
    threads: dict[str, Thread],
    recording: Screencast,
    cast: Cast,
) -> JobAidPage:
    """The practice that became a job aid, worked for some, and whose source was changed this morning."""
    page, answer = wiki[SCANNING], threads["1"].accepted_post
    assert answer is not None
    fails = anchor_of(page, "When a scan fails")
    for handle, days, reason in (
        ("ana", 17, "Used it on eleven doses this week. Pharmacy repaired four codes."),
        ("tomasz", 16, "Since we do it like this nobody pages the doctor by mistake."),
        ("nia", 14, "I could do it alone on my third night."),
    ):
        date_flag(flag_place(user=cast[handle], source=page, anchor=fails, reason=reason), days)
    for handle, days, reason in (
        ("marguerite", 20, "38 pens, two torn labels. It works."),
        ("jo", 6, "Nobody on 6A writes codes by hand any more."),
    ):
        date_flag(flag_place(user=cast[handle], source=answer, anchor="", reason=reason), days)
    practice = make_practice(
        user=cast["cora"],
        community=ward,
        title="Report the code, do not work around it",
        summary="When a code will not scan, Scan problem tells pharmacy which one, and the dose stays on record.",
        place=FlaggedPlace.objects.get(wiki_page=page, anchor=fails),
    )
    said = add_source(user=cast["cora"], practice=practice, source=answer, anchor="")
    quote_source(user=cast["cora"], source=said, first=3, last=5, digest=said.digest, why="What to do")
    endorse_practice(
        user=cast["eli"], practice=practice, note="Right for 12.1, and it is how we find bad codes."
    )
    job_aid = promoted(
        cast["cora"],
        practice,
        "Give a medicine when the barcode will not scan",
        "Give the dose safely, keep the record right, and tell pharmacy which code is broken.",
        first=page,
    )
    frame(
        job_aid,
        cast["cora"],
        use_when="the scanner stays silent or says “Product not recognised”, twice.",
        not_for="three short tones and a red light: that medicine is not on this patient’s chart. Stop.",
    )
    contacts = [(cast["eli"], "codes and labels"), (cast["tomasz"], "scanners that will not pair")]
    fill(job_aid, cast["cora"], recording, contacts)
    publish(job_aid, cast["eli"], cast["lou"], days_ago=9, days_verified=97, comment="Checked on 4B and 6A.")
    date_practice(practice, made=13, endorsed=11, changed=10)
    confirmed_by(job_aid, [cast[handle] for handle in ("ana", "marguerite", "tomasz", "eli")])
    _said(job_aid, cast)
    changed = change_wiki(
        page,
        by=cast["tomasz"],
        old="hold it 5 to 10 cm from",
        new="hold it 10 to 15 cm from",
        summary="distance: the new scanners read further",
        hours_ago=2,
    )
    check_drift(changed)
    date_drift(job_aid, 2 / 24)
    return job_aid


def _said(job_aid: JobAidPage, cast: Cast) -> None:
    job_aid.refresh_from_db()
    for handle, days, comment in (
        ("ana", 8, ""),
        ("tomasz", 6, ""),
        ("nia", 3, "First night alone. The second nurse step saved me."),
    ):
        say_how_it_went(user=cast[handle], job_aid=job_aid, worked=True, comment=comment)
        date_feedback(job_aid, cast[handle], days)
    said = say_how_it_went(
        user=cast["jo"],
        job_aid=job_aid,
        worked=False,
        step=step_called(job_aid, "Put the package in the grey tray"),
        comment="There is no grey tray on 6A.",
        asks=True,
    )
    date_feedback(job_aid, cast["jo"], 1.4)
    assert said.thread is not None
    unanswered(said.thread, days=1.4)
    answered(job_aid, cast)


def pairing(ward: CommunityPage, wiki: dict[str, WikiPage], recording: Screencast, cast: Cast) -> None:
    """A second practice, from a recording and a page, with a draft that waits for review."""
    page = wiki["downtime/back-after-downtime"]
    pair = anchor_of(page, "Pair the scanner")
    flag = flag_place(
        user=cast["jo"], source=page, anchor=pair, reason="Forty seconds instead of a call to IT."
    )
    date_flag(flag, 11)
    if recording.is_ready:
        flag = flag_place(
            user=cast["ana"],
            source=recording,
            anchor="t=6,26",
            reason="Shows where to hold it. I sent it to three people.",
        )
        date_flag(flag, 4)
    practice = make_practice(
        user=cast["cora"],
        community=ward,
        title="Pair the scanner before the first dose",
        summary="After downtime scanners read cards but no medicine until they are paired again.",
        place=FlaggedPlace.objects.get(wiki_page=page, anchor=pair),
    )
    if recording.is_ready:
        add_source(user=cast["cora"], practice=practice, source=recording, anchor="")
    endorse_practice(user=cast["eli"], practice=practice, note="The same on every ward.")
    job_aid = promoted(
        cast["cora"],
        practice,
        "Pair a scanner after downtime",
        "A scanner that reads medicines again, before the round.",
        first=page,
        only=page,
    )
    frame(
        job_aid,
        cast["cora"],
        use_when="the scanner reads your card and no medicine.",
        not_for="a dark scanner: charge it first.",
    )
    send_to_review(user=cast["cora"], job_aid=job_aid)
    date_draft(job_aid, days=1)
    remarked(job_aid, cast)
    date_practice(practice, made=7, endorsed=5, changed=1)


def waiting(ward: CommunityPage, wiki: dict[str, WikiPage], threads: dict[str, Thread], cast: Cast) -> None:
    """What lies on the desk, undecided, and a practice that is only emerging."""
    summary = wiki["handover-and-shift-summary/shift-summary-field-by-field"]
    place = anchor_of(summary, "Fields that you write")
    for handle, days, kind, reason in (
        ("ana", 9, FlagReason.WORKS, "One sentence, and the next shift reads it first."),
        ("lee", 5, FlagReason.SAVES_TIME, "Handover on 4B went from fifteen minutes to six."),
        ("tomasz", 2, FlagReason.SAVES_TIME, "The tick “Pass on” saves a phone call each night."),
    ):
        flag = flag_place(user=cast[handle], source=summary, anchor=place, kind=kind, reason=reason)
        date_flag(flag, days)
    note = Post.objects.get(thread=threads["5"], position=1)
    date_flag(
        flag_place(user=cast["nia"], source=note, anchor="", reason="I walk half as much on the round."), 3
    )
    story = Post.objects.get(thread=threads["3"], position=1)
    reason = "No scanner in repair since we read this."
    date_flag(flag_place(user=cast["fay"], source=story, anchor="", reason=reason), 12)
    practice = make_practice(
        user=cast["cora"],
        community=ward,
        title="Grey wipes for scanners",
        summary="Green wipes cloud the window; grey ones do not.",
        place=FlaggedPlace.objects.get(post=story),
    )
    date_practice(practice, made=10, changed=10)


def trying_out(threads: dict[str, Thread]) -> None:
    """Somebody still tries something, and nobody flags it yet."""
    thread = threads["4"]
    assert thread.author is not None
    set_exploring(user=thread.author, thing=thread, exploring=True)


def said_it_worked(threads: dict[str, Thread], cast: Cast) -> None:
    """A way of working that nobody flagged yet: the nightly search finds it."""
    answer = Post.objects.get(thread=threads["7"], position=2)
    for handle in ("ana", "marguerite"):
        react_to_post(user=cast[handle], post=answer, kind=ReactionKind.WORKED, on=True)
