"""Measure what curators open, and what a change of a source costs: `python -m bench.curation`. It changes nothing."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable

import django

TIMES = 5
SOURCES = 50


def main() -> None:
    say(f"Python {platform.python_version()}, Django {django.get_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")  # fmt: skip
    sizes()
    pages()
    provenance()
    drift()


def sizes() -> None:
    from communities.models import CommunityPage, Post, Thread
    from curation.models import Flag, FlaggedPlace, JobAidPage, LikeText, Practice, Provenance

    models = (CommunityPage, Thread, Post, Flag, FlaggedPlace, Practice, JobAidPage, Provenance, LikeText)
    say(", ".join(f"{model.objects.count():,} {model._meta.verbose_name_plural}" for model in models))


def pages() -> None:
    """Queries and time of each page, for a site-wide curator and for the curator of one community."""
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from people.models import User

    say("\n| page | queries | median ms | of processor | slowest query ms |\n|---|---|---|---|---|")
    with transaction.atomic():
        user = User.objects.filter(memberships__is_curator=True).order_by("pk").first()
        assert user is not None
        User.objects.filter(pk=user.pk).update(is_curator=True)
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        for name, address in addresses(user).items():
            client.get(address)
            took, used = [], []
            for _ in range(TIMES):
                with CaptureQueriesContext(connection) as asked:
                    began, processor = time.perf_counter(), time.process_time()
                    answer = client.get(address)
                    took.append(1000 * (time.perf_counter() - began))
                    used.append(1000 * (time.process_time() - processor))
            slowest = 1000 * max(float(query["time"]) for query in asked.captured_queries)
            wrong = "" if answer.status_code == 200 else f" (answered {answer.status_code})"
            medians = f"{statistics.median(took):.0f} | {statistics.median(used):.0f}"
            say(f"| {name}{wrong} | {len(asked)} | {medians} | {slowest:.0f} |")
        transaction.set_rollback(True)


def addresses(user: object) -> dict[str, str]:
    from django.urls import reverse

    from curation.desk.parts import PARTS
    from curation.models import Candidate, FlaggedPlace, JobAidPage, Practice
    from curation.states import CandidateState, FlagState

    practice = Practice.objects.select_related("community").order_by("pk")[10]
    slug = practice.community.slug
    found = {"desk at a glance": reverse("curation:desk")}
    found |= {f"desk: {part.title.lower()}": reverse(part.address) for part in PARTS}
    found |= {
        "desk: practices as a list": reverse("curation:desk_practice_list"),
        "desk of one community": f"{reverse('curation:desk')}?community={slug}",
        "desk of one community: flags": f"{reverse('curation:desk_flags')}?community={slug}",
        "desk of one community: practices": f"{reverse('curation:desk_practices')}?community={slug}",
        "board of a community": reverse("curation:practices", args=[slug]),
        "one practice": practice.get_absolute_url(),
        "one flagged place": reverse(
            "curation:place", args=[FlaggedPlace.objects.filter(state=FlagState.OPEN).order_by("pk")[5].pk]
        ),
        "library": reverse("curation:library"),
        "one job aid": JobAidPage.objects.select_related("community").order_by("pk")[5].get_absolute_url(),
    }
    candidate = Candidate.objects.filter(state=CandidateState.OPEN).order_by("-rank").first()
    return found | ({"one candidate": candidate.get_absolute_url()} if candidate else {})


def provenance() -> None:
    """How the database finds what was taken from a source."""
    from communities.models import Post
    from curation.models import Provenance

    row = Provenance.objects.order_by("pk")[100]
    rows = Provenance.objects.taken_from(Post.objects.get(pk=row.post_id)).attached().order_by("pk")
    say(f"\nProvenance of a source:\n\n    {rows.query}\n")
    for line in rows.explain().splitlines():
        say(f"    {line}")
    times = [timed(lambda: list(rows.all()))[0] for _ in range(SOURCES)]
    say(f"\n{statistics.median(times):.2f} ms (median of {SOURCES})")


def drift() -> None:
    """`check_drift` of posts that a job aid was taken from, unchanged and changed."""
    from django.db import transaction

    from communities.models import Post
    from curation.models import Provenance
    from curation.upkeep.drift import check_drift

    pks = Provenance.objects.exclude(post=None).order_by("?").values_list("post", flat=True)[:SOURCES]
    posts = list(Post.objects.filter(pk__in=list(pks)).select_related("thread__community"))
    with transaction.atomic():
        same = [timed(lambda post=post: check_drift(post)) for post in posts]  # type: ignore[misc]
        for post in posts:
            post.body = post.body.replace("</p>", " and more</p>", 1)
            post.version += 1
        changed = [timed(lambda post=post: check_drift(post)) for post in posts]  # type: ignore[misc]
        transaction.set_rollback(True)
    for what, times in (("one change", changed), ("a save that changed nothing there", same)):
        took, used = ([time[at] for time in times] for at in (0, 1))
        say(
            f"\nDrift check of {what}: median {statistics.median(took):.1f} ms, of processor "
            f"{statistics.median(used):.1f} ms; slowest {max(took):.1f} ms ({len(times)} posts)"
        )


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of the processor."""
    began, processor = time.perf_counter(), time.process_time()
    act()
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - processor)


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop_site.settings.dev")
    django.setup()
    main()
