"""How often the search is right: on texts of which a person wrote down which belong together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.db import transaction
from django.utils import timezone

from communities.actions.community import create_community
from communities.models import Post, Thread
from communities.states import ThreadKind
from curation.candidates.recount import recount_stale
from curation.candidates.search import read_posts
from curation.models import Candidate, LikeText
from curation.states import CandidateState

NO_GROUP = "-"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, and what it belongs to in its community; "" belongs to nothing."""

    community: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Precision:
    """What came of it. A candidate is right when more than half of its places belong to one group, two at least."""

    texts: int
    pairs_together: int
    pairs_right: int
    pairs_wanted: int
    candidates: int
    candidates_right: int
    groups: int
    groups_found: int

    @property
    def pair_precision(self) -> float:
        return self.pairs_right / self.pairs_together if self.pairs_together else 1.0

    @property
    def pair_recall(self) -> float:
        return self.pairs_right / self.pairs_wanted if self.pairs_wanted else 1.0

    @property
    def precision(self) -> float:
        """Of the candidates that a curator is shown, how many are right."""
        return self.candidates_right / self.candidates if self.candidates else 1.0

    @property
    def recall(self) -> float:
        """Of the groups that are there, how many a right candidate shows."""
        return self.groups_found / self.groups if self.groups else 1.0


def read_labelled(lines: Iterable[str]) -> list[Labelled]:
    """Read the form that bench/likeness/choosing.txt explains. Raises ValueError with the line that is wrong."""
    community = label = ""
    found: list[Labelled] = []
    for number, raw in enumerate(lines, start=1):
        line = raw.strip()
        if line.startswith("== "):
            community, label = line[3:], ""
        elif line.startswith("[") and line.endswith("]"):
            label = line[1:-1]
        elif line and not line.startswith("#"):
            if not community or not label:
                raise ValueError(f"Line {number} stands below no community, or below no [group].")
            found.append(Labelled(community, "" if label == NO_GROUP else label, line))
    return found


def evaluate(labelled: Sequence[Labelled]) -> Precision:
    """Write the texts as posts of different people, search, and take everything back."""
    with transaction.atomic():
        try:
            return _evaluate(labelled)
        finally:
            transaction.set_rollback(True)


def _evaluate(labelled: Sequence[Labelled]) -> Precision:
    label_of: dict[int, tuple[str, str]] = {}
    communities = []
    for name in dict.fromkeys(one.community for one in labelled):
        community = create_community(title=f"Labelled {name}", slug=f"labelled-{name}")
        communities.append(community.pk)
        texts = [one for one in labelled if one.community == name]
        for pk, one in zip(_write(community.pk, [one.text for one in texts]), texts, strict=True):
            label_of[pk] = (name, one.label)
        read_posts(community.pk, [pk for pk, (of, _) in label_of.items() if of == name])
    recount_stale()
    return _judge(label_of, communities)


def _write(community: int, texts: Sequence[str]) -> list[int]:
    now = timezone.now()
    threads = Thread.objects.bulk_create(
        Thread(community_id=community, kind=ThreadKind.DISCUSSION, title="", created_at=now, last_post_at=now)
        for _ in texts
    )
    posts = Post.objects.bulk_create(
        Post(
            thread=thread,
            position=2,
            body=f"<p>{text}</p>",
            created_at=now,
            author_name=f"Person {thread.pk}",
        )
        for thread, text in zip(threads, texts, strict=True)
    )
    return [post.pk for post in posts]


def _judge(label_of: dict[int, tuple[str, str]], communities: Sequence[int]) -> Precision:
    shown = Candidate.objects.filter(community__in=communities, state=CandidateState.OPEN)
    together: defaultdict[int, list[int]] = defaultdict(list)
    for candidate, post in LikeText.objects.filter(candidate__in=shown).values_list("candidate", "post"):
        together[candidate].append(post)
    pairs = [pair for posts in together.values() for pair in combinations(posts, 2)]
    groups = Counter(group for group in label_of.values() if group[1])
    right = {
        candidate: _group_of([label_of[post] for post in posts]) for candidate, posts in together.items()
    }
    return Precision(
        texts=len(label_of),
        pairs_together=len(pairs),
        pairs_right=sum(bool(label_of[one][1]) and label_of[one] == label_of[other] for one, other in pairs),
        pairs_wanted=sum(count * (count - 1) // 2 for count in groups.values()),
        candidates=len(together),
        candidates_right=sum(group is not None for group in right.values()),
        groups=len(groups),
        groups_found=len(set(right.values()) - {None}),
    )


def _group_of(labels: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """The group that more than half of a candidate belongs to, if there is one."""
    group, count = Counter(labels).most_common(1)[0]
    return group if group[1] and count >= 2 and 2 * count > len(labels) else None
