"""Minor changes of a wiki page: spelling and layout, after which a step is as right as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from communities.models import WikiEdition, WikiPage
from core import blocks
from curation.models import Provenance
from curation.models.place import Source
from curation.places.words_now import words_now
from curation.states import DriftState

MINOR = "A minor change of the page: the step stays as it is."


def followed_by_minor_changes(
    source: Source, rows: Sequence[Provenance], says: Mapping[int, str | None]
) -> set[int]:
    """The rows whose words became what the page says now by minor changes alone.

    Told by the history, so that it does not matter which task runs first. A place that was taken out is
    never minor. One query where no minor change was made since; else the revisions since are read.
    """
    if not rows or not isinstance(source, WikiPage):
        return set()
    seen = {row.pk: _seen(row) for row in rows}
    since = WikiEdition.objects.filter(page=source, revision_id__gt=min(v for v, _ in seen.values()))
    if not since.filter(is_minor=True).exists():
        return set()
    right = {row.pk: set(texts) for row, (_, texts) in zip(rows, seen.values(), strict=True)}
    reads = dict.fromkeys(right, "")  # the digest of what the place said last
    lost: set[int] = set()
    for edition in since.select_related("revision").order_by("number").iterator(chunk_size=20):
        source_then = WikiPage(live=True, body=edition.body)
        asked = [row for row in rows if row.pk not in lost and edition.revision_id > seen[row.pk][0]]
        for pk, words in words_now(source_then, asked).items():
            reads[pk] = blocks.digest(words) if words else ""
            if reads[pk] in right[pk]:
                continue
            if edition.is_minor and words:
                right[pk].add(reads[pk])
            else:
                lost.add(pk)
    return {pk for pk in right if pk not in lost and reads[pk] == blocks.digest(says[pk] or "")}


def _seen(row: Provenance) -> tuple[int, tuple[str, ...]]:
    """Up to which revision the row was looked at, and what was right then: as digests of words."""
    last = row.alerts.order_by("-opened_at", "-pk").first()
    if last is None or last.state != DriftState.KEPT:
        return row.version, (row.digest,)
    return max(row.version, last.new_version), (row.digest, blocks.digest(last.new_text))
