"""Time the nightly search: `python -m bench.find`, or with `--new 1000` after so many new posts were written."""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import time
from collections import Counter

import django


def main() -> None:
    from curation.candidates.search import find_candidates

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--new", type=int, default=0, metavar="N", help="write so many posts first")
    parser.add_argument("--seed", type=int, default=2)
    asked = parser.parse_args()
    if asked.new:
        write(asked.new, random.Random(asked.seed))  # noqa: S311 - the same each time is what is wanted
    began, processor = time.monotonic(), time.process_time()
    counted = find_candidates()
    took, used = time.monotonic() - began, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(
        f"{asked.new} new posts: {counted} candidates counted in {took:.1f} s, of which {used:.1f} s of processor; "
        f"peak {peak:.0f} MB, load {os.getloadavg()[0]:.1f}"
    )
    found()


def found() -> None:
    """What there is now; and how right, where `bench.generate` wrote down what a post tells."""
    from django.db.models import Count

    from curation.models import Candidate, LikeKey, LikeText

    states = Candidate.objects.order_by().values_list("state").annotate(number=Count("pk"))
    say(
        f"{LikeText.objects.count():,} texts, {LikeKey.objects.count():,} keys; candidates: "
        + ", ".join(f"{number:,} {state}" for state, number in states)
    )
    rows = LikeText.objects.filter(candidate__state="open").order_by("candidate")
    told: dict[int, list[str]] = {}
    for candidate, name in rows.values_list("candidate", "post__source_name").iterator():
        told.setdefault(candidate, []).append(name.partition(" in ")[0])
    right = pairs = same = 0
    for names in told.values():
        counts = Counter(names)
        right += any(name and 2 * count > len(names) for name, count in counts.items())
        pairs += len(names) * (len(names) - 1) // 2
        same += sum(count * (count - 1) // 2 for name, count in counts.items() if name)
    say(f"{right:,} of {len(told):,} open ones are of one way of working; of {pairs:,} pairs {same:,} are")


def write(number: int, chance: random.Random) -> None:
    """Replies in threads chosen by chance; each says what another post of that community said, in other words."""
    from django.utils import timezone

    from bench.talk import ROWS, body_of
    from communities.models import Post, PostVersion
    from core.blocks import plain_text

    newest = Post.objects.order_by("-pk").values_list("pk", flat=True)[0]
    before = Post.objects.filter(pk__in=chance.sample(range(1, newest + 1), number)).select_related("thread")
    posts = []
    for at, post in enumerate(before.iterator(chunk_size=ROWS)):
        words = plain_text(post.body).replace(".", "").split()
        chance.shuffle(words)
        posts.append(
            Post(
                thread_id=post.thread_id,
                position=1_000_000 + newest + at,
                author_id=post.author_id,
                body=body_of([" ".join(words[: 1 + 3 * len(words) // 4])], chance),
                created_at=timezone.now(),
                source_name=post.source_name and f"{post.source_name} again {newest}",
            )
        )
    made = Post.objects.bulk_create(posts, batch_size=ROWS)
    PostVersion.objects.bulk_create(
        (
            PostVersion(
                post=post, number=1, body=post.body, editor_id=post.author_id, created_at=post.created_at
            )
            for post in made
        ),
        batch_size=ROWS,
    )


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop_site.settings.dev")
    django.setup()
    main()
