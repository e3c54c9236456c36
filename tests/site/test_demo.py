"""The demo tells one journey to its end, once, and everybody of the cast finds their part of it."""

from __future__ import annotations

import io
import re

import pytest
from django.conf import settings as settings_of_the_project
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from lxml import html as lxml_html
from pytest_django.fixtures import Settings
from wagtail.models import Page

from communities.models import CommunityPage, Membership, Post, Thread, WikiEdition, WikiPage
from cop_site.demo import reading
from cop_site.demo.cast import CAST, DEMO_PASSWORD, make_cast
from cop_site.demo.story import WARD
from curation.models import DriftAlert, Feedback, Flag, FlaggedPlace, JobAidPage, Practice, Provenance
from people.models import User
from screencasts.models import Screencast

pytestmark = pytest.mark.django_db


def load() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


@pytest.fixture
def demo(db: None, settings: Settings) -> str:
    settings.DEMO = True
    return load()


def browser_of(handle: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=handle))
    return client


def words(page: bytes) -> str:
    return " ".join(lxml_html.fromstring(page.decode()).text_content().split())


def counts() -> dict[str, int]:
    models = (
        User,
        Page,
        WikiEdition,
        Thread,
        Post,
        Flag,
        Practice,
        Provenance,
        Feedback,
        DriftAlert,
        Screencast,
    )
    return {model.__name__: model.objects.count() for model in models}


def test_the_whole_story_is_there_and_a_second_run_changes_nothing(demo: str) -> None:
    before = counts()

    again = load()

    assert "The demo is here already." in again
    assert counts() == before
    assert before["User"] == len(CAST)
    published = JobAidPage.objects.get(code="GIVE1")
    draft = JobAidPage.objects.in_review().get()

    # new: reads the job aid, and sees which step's source changed
    nia = browser_of("nia")
    home = words(nia.get("/").content)
    page = words(nia.get(published.get_absolute_url()).content)
    assert published.title in home
    assert page.count("Source changed") == 1
    assert "Verified" in page
    assert "There is no grey tray on 6A." in words(
        browser_of("cora").get(published.get_absolute_url()).content
    )
    assert nia.get(f"{draft.get_absolute_url()}draft/").status_code == 404

    # expert: a draft waits for a review
    review = words(browser_of("eli").get(f"{draft.get_absolute_url()}draft/").content)
    assert "It waits for you." in review
    assert "What you checked" in review

    # curator: flags on the desk, of different days, and a changed source
    desk = words(browser_of("cora").get("/curation/").content)
    for piece in (
        "Shift summary, field by field § Fields that you write",
        "F7, then B, then walk",
        "Pair a scanner after downtime",
        "Grey wipes for scanners",
        "Replace a syringe driver label",
        "From first flag to published",
        "2 hours ago",
    ):
        assert piece in desk, piece
    assert len({flag.created_at.date() for flag in Flag.objects.all()}) >= 8

    # curator: what several looked for in vain, and nothing that one alone did
    gaps = words(browser_of("cora").get("/curation/gaps/").content)
    assert "wristband printer jam" in gaps
    assert "payslip" not in gaps
    assert "2 new since you looked" in words(nia.get("/search/saved/").content)

    # visitor: the public community, its note, and no word of the other one
    visitor = Client()
    community = words(visitor.get(f"/communities/{WARD}/").content)
    assert "Demo content, not clinical guidance." in community
    assert "Demo content, not clinical guidance." in CommunityPage.objects.get(slug="medicines").charter
    assert "Label printers" not in words(visitor.get("/communities/").content)


def test_the_other_job_aids_show_what_else_happens_to_one(demo: str) -> None:
    aids = {job_aid.code: job_aid.get_absolute_url() for job_aid in JobAidPage.objects.all()}
    cora, nia = browser_of("cora"), browser_of("nia")

    # a remark on a step in review, and one that was resolved
    assert "F9 does nothing while a patient is open." in words(cora.get(f"{aids['PAIR1']}draft/").content)

    # pieces joined a draft, whose version is approved and planned; readers see the one before
    draft = words(cora.get(f"{aids['WITNE1']}draft/").content)
    assert "published as version 2 on" in draft
    assert "Press Hold." in draft
    assert "Press Hold." not in words(nia.get(aids["WITNE1"]).content)
    joined = Practice.objects.get(title="Hold keeps the first name")
    assert "Joined into WITNE1" in words(cora.get(joined.get_absolute_url()).content)

    # withdrawn, and what takes its place
    withdrawn = nia.get(aids["WRITE1"])
    assert withdrawn.status_code == 410
    assert "Use Give a medicine when the barcode will not scan (GIVE1) instead." in words(withdrawn.content)

    # verified on an older release of its system
    assert "on 3.1, check for 3.2" in words(nia.get(aids["PRINT1"]).content)

    # a question that waits, and an answer below its step
    page = words(nia.get(aids["GIVE1"]).content)
    assert "Damaged, as long as you can read the name on the pack." in page
    assert "No reply yet" in page

    # a choice that was kept
    emerging = Practice.objects.get(title="Grey wipes for scanners")
    promote = words(cora.get(f"{emerging.get_absolute_url()}promote/").content)
    assert "You kept this choice" in promote
    assert "2 of 3 used" in promote


def test_everybody_of_the_story_signs_in_with_the_password_of_the_readme(db: None) -> None:
    people = make_cast()

    readme = (settings_of_the_project.BASE_DIR / "README.md").read_text()
    assert f"`{DEMO_PASSWORD}`" in readme
    for part in CAST:
        sent = {"login": f"{part.handle}@example.org", "password": DEMO_PASSWORD}
        signed_in = Client().post("/accounts/login/", sent)
        assert signed_in.status_code == 302, part.handle
        assert signed_in.wsgi_request.user == people[part.handle]
        assert f"`{part.handle}@" in readme


def test_everything_in_the_demo_happened_in_its_order_and_every_link_in_it_leads_somewhere(demo: str) -> None:
    stamps = [*WikiEdition.objects.values_list("created_at", flat=True)]
    stamps += Post.objects.values_list("created_at", flat=True)
    stamps += Practice.objects.values_list("created_at", flat=True)
    assert max(stamps) <= timezone.now()
    assert len({stamp.date() for stamp in stamps}) >= 15

    arrived = Membership.objects.values_list("user", "created_at").order_by("-created_at")
    first_words = dict(Post.objects.order_by("-created_at").values_list("author", "created_at"))
    assert all(first_words[user] > moment for user, moment in arrived if user in first_words)

    job_aid = JobAidPage.objects.get(code="GIVE1")
    practice = Practice.objects.get(title="Report the code, do not work around it")
    flags = Flag.objects.filter(place__practice=practice).order_by("created_at")

    assert flags[0].created_at < practice.created_at < job_aid.last_published_at
    assert all(row.created_at > job_aid.last_published_at for row in Feedback.objects.filter(job_aid=job_aid))
    assert practice.endorsements.get().created_at > practice.created_at
    assert FlaggedPlace.objects.filter(practice=practice, newest_at__lt=practice.created_at).exists()

    ana = browser_of("ana")
    bodies = [*WikiPage.objects.values_list("body", flat=True), *Post.objects.values_list("body", flat=True)]
    links = {link for body in bodies for link in re.findall(r'href="(/[^"#]*)', body)}
    assert links
    assert {link: ana.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    assert not [body for body in bodies if "{{" in body or "{%" in body]


def test_the_demo_stays_off_servers(db: None, settings: Settings) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="The demo is for your own machine"):
        load()

    assert not CommunityPage.objects.exists()


def test_every_file_of_the_demo_is_whole() -> None:
    for community in ("ward", "medicines"):
        assert reading.pages(community)
        for page in reading.pages(community):
            assert {"title", "author", "days_ago", "summary"} <= page.matter.keys()
        for thread in reading.threads(community):
            assert thread.posts[0].body
