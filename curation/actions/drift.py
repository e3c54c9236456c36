"""What a curator decides about a step whose source changed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from lxml.html import HtmlElement
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from communities.models import Post, WikiPage
from communities.permissions import Verb
from core.blocks import digest, place_html, plain_text
from core.policy import require
from core.tree import parse, top_level
from curation.models import DriftAlert, JobAidPage, Provenance
from curation.places.anchors import marked_words
from curation.places.described import PlaceGone, PlaceText, read_place, version_of
from curation.places.words_now import words_now
from curation.promotion.leads import title_and_rest, whole_of, without_warning
from curation.states import UNSETTLED, DriftState
from people.models import User


class AlreadySettled(Exception):
    """Somebody decided about this change before."""


@transaction.atomic
def keep_step(*, user: User, alert: DriftAlert, note: str = "") -> DriftAlert:
    """The step stays as it is: the change does not matter to it. Raises AlreadySettled."""
    return _decide(user, alert, DriftState.KEPT, note)


@transaction.atomic
def detach_step(*, user: User, alert: DriftAlert, note: str = "") -> DriftAlert:
    """The step no longer follows this source; readers see it without. Raises AlreadySettled."""
    decided = _decide(user, alert, DriftState.DETACHED, note)
    Provenance.objects.filter(pk=alert.provenance_id).update(detached_at=timezone.now())
    return decided


@transaction.atomic
def update_step(*, user: User, alert: DriftAlert) -> JobAidPage:
    """Put the new words of the source into a draft of the job aid, where the step still has the old ones.

    Readers are told of the change until the draft is published. Raises AlreadySettled, and PlaceGone when
    the source has no words there any more.
    """
    locked = _locked(user, alert)
    row = locked.provenance
    if row.is_gone or (words := words_now(row.source, [row])[row.pk]) is None:
        raise PlaceGone("The words were removed, so there are no new ones. Keep the step, edit or detach it.")
    locked.new_text, locked.new_version = words, version_of(row.source)
    draft = row.job_aid.get_latest_revision_as_object()
    source = row.source
    if isinstance(source, (WikiPage, Post)):
        replace_words(draft, row.step, locked.old_text, _html_of(source, row.anchor, words))
    draft.save_revision(user=user, log_action=True)
    locked.state = DriftState.UPDATING
    locked.decided_by, locked.decided_at = user, timezone.now()
    locked.save(update_fields=["state", "decided_by", "decided_at", "new_text", "new_version"])
    return row.job_aid


def _html_of(source: WikiPage | Post, anchor: str, words: str) -> str:
    """The new words as HTML: of a block as it stands there, of words within a block as a paragraph."""
    if marked_words(anchor) is not None:
        return f"<p>{escape(words)}</p>"
    return place_html(source.body, anchor) or ""


@transaction.atomic
def follow_words(*, user: User, alert: DriftAlert, place: PlaceText) -> DriftAlert:
    """The removed words stand in another place, and the step follows that one from now on.

    Raises PermissionDenied, AlreadySettled, and PlaceGone when they do not stand there any more.
    """
    locked = _locked(user, alert)
    row = locked.provenance
    require(user, Verb.VIEW, place.source)
    now = read_place(place.source, place.anchor, row.quote)
    if place.source.community.pk != row.job_aid.community_id or now.digest != row.digest:
        raise PlaceGone("The words do not stand there any more. Look again.")
    for name, value in now.as_fields().items():
        setattr(row, name, value)
    row.save(update_fields=list(now.as_fields()))
    locked.new_text, locked.new_version = now.quote, now.version
    locked.save(update_fields=["new_text", "new_version"])
    return _decide(user, alert, DriftState.UPDATED, f"Found again: {now.title}")


def settle_updates(job_aid: JobAidPage) -> None:
    """The draft with the new words is published: those alerts are done, provenance names the new words."""
    waiting = DriftAlert.objects.filter(provenance__job_aid=job_aid, state=DriftState.UPDATING)
    for alert in waiting.select_related("provenance"):
        row = alert.provenance
        row.quote, row.digest = alert.new_text, digest(alert.new_text)
        row.version = alert.new_version
        row.save(update_fields=["quote", "digest", "version"])
        alert.state = DriftState.UPDATED
        alert.save(update_fields=["state"])


def replace_words(draft: JobAidPage, step: str, old: str, new_html: str) -> bool:
    """Put the new words of a block in the place of exactly the old ones; False when there is none to replace.

    A step that was rewritten by hand is left to its editor.
    """
    for name in ("steps", "before_you_start", "pitfalls", "facts"):
        for block in getattr(draft, name):
            if str(block.id) == step:
                return _replace_in(block, old, new_html)
    return False


def _replace_in(block: StreamValue.StreamChild, old: str, new_html: str) -> bool:
    node = next((child for child in top_level(parse(new_html)) if isinstance(child, HtmlElement)), None)
    if node is None:
        return False
    if _warns_in_words_of(block, old):
        title, rest = title_and_rest(node)
        text, warning = without_warning(rest)
        block.value["title"], block.value["text"], block.value["warning"] = title, RichText(text), warning
    elif digest(_words_of(block)) != digest(old):
        return False
    elif block.block_type == "step":
        title, rest = title_and_rest(node)
        block.value["title"], block.value["text"] = title, RichText(rest)
    else:
        block.value = RichText(whole_of(node))
    return True


def _warns_in_words_of(block: StreamValue.StreamChild, old: str) -> bool:
    """Whether a step says exactly these words, its warning with them: that stood somewhere among the others."""
    if block.block_type != "step" or not block.value.get("warning"):
        return False
    return sorted(f"{_words_of(block)} {block.value['warning']}".split()) == sorted(old.split())


def _words_of(block: StreamValue.StreamChild) -> str:
    if block.block_type == "step":
        return f"{block.value['title']} {plain_text(block.value['text'].source)}"
    return plain_text(block.value.source) if isinstance(block.value, RichText) else ""


def _decide(user: User, alert: DriftAlert, state: DriftState, note: str) -> DriftAlert:
    locked = _locked(user, alert)
    locked.state, locked.note = state, note
    locked.decided_by, locked.decided_at = user, timezone.now()
    locked.save(update_fields=["state", "note", "decided_by", "decided_at"])
    return locked


def _locked(user: User, alert: DriftAlert) -> DriftAlert:
    require(user, Verb.CURATE, alert)
    locked = DriftAlert.objects.select_for_update().get(pk=alert.pk)
    if locked.state not in UNSETTLED:
        raise AlreadySettled("Somebody decided about this change meanwhile.")
    return locked
