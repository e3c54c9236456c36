"""What the curator writes around the copied steps of the demo's job aid: one of everything that a job aid holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from communities.actions.attachments import store_attachment
from cop_site.demo.days import ago
from curation.actions.confirming import confirm_reading
from curation.models import Acknowledgement, ConfirmationRound, JobAidContact, JobAidPage
from people.models import User
from screencasts.models import Screencast

Step = dict[str, Any]


def fill(
    job_aid: JobAidPage, editor: User, recording: Screencast, contacts: Iterable[tuple[User, str]]
) -> None:
    """Add what sources do not say, in a new draft."""
    job_aid.refresh_from_db()
    draft = job_aid.get_latest_revision_as_object()
    draft.roles = "Nurses, student nurses with their mentor"
    draft.needs_acknowledgement = True
    steps = draft.steps.get_prep_value()
    _write(steps, recording, editor)
    draft.steps = draft.steps.stream_block.to_python(steps)
    draft.before_you_start.append(("check", _words("A second nurse is free for a minute.", draft)))
    for name, value in (
        ("One long tone", "the code was read"),
        ("Three short tones", "not on this chart: stop"),
        ("Pharmacy at night", "extension 4417"),
    ):
        draft.facts.append(("fact", {"name": name, "value": value}))
    draft.contacts = [JobAidContact(user=user, about=about) for user, about in contacts]
    draft.save_revision(user=editor, log_action=True)


def _write(steps: list[Step], recording: Screencast, editor: User) -> None:
    """Find the steps by their words, so that another order of the sources changes nothing."""
    wipe, pen = _step(steps, "Wipe the window"), _step(steps, "Turn the cap")
    wipe["value"]["branches"] = [_branch("it is an insulin pen", pen)]
    if recording.is_ready:
        wipe["value"]["clip"] = {"screencast": recording.pk, "start": 6, "end": 14}
        wipe["value"]["picture"] = {
            "address": _picture(recording, editor),
            "alt": "The scanner, held at its grip",
        }
    _step(steps, "Read medicine")["value"]["warning"] = (
        "Never alone: a dose that was given cannot be taken back."
    )
    _step(steps, "Give the dose")["value"]["you_see"] = "The dose turns green, with both names."
    scan = _step(steps, "Scan the flag label")
    scan["value"]["branches"] = [
        _branch("you hear three short tones", _step(steps, "After the second failure"))
    ]


def _step(steps: list[Step], words: str) -> Step:
    return next(step for step in steps if step["value"]["title"].startswith(words))


def _branch(when: str, target: Step) -> Step:
    return {"when": when, "go_to": target["id"]}


def _picture(recording: Screencast, editor: User) -> str:
    """The first picture of the recording, kept among those of the community."""
    with recording.poster.open("rb") as file:
        kept = store_attachment(
            community=recording.community, user=editor, file=file, name="scanner.jpg", pictures_only=True
        )
    return kept.get_absolute_url()


def _words(text: str, draft: JobAidPage) -> Any:
    return draft.before_you_start.stream_block.child_blocks["check"].to_python(f"<p>{text}</p>")


def confirmed_by(job_aid: JobAidPage, people: Iterable[User]) -> None:
    """Some of the members have read it, a day apart; the rest is asked."""
    job_aid.refresh_from_db()
    ConfirmationRound.objects.filter(job_aid=job_aid).update(since=ago(days=9))
    for days, person in enumerate(people, start=4):
        said = confirm_reading(user=person, job_aid=job_aid, number=job_aid.number)
        Acknowledgement.objects.filter(pk=said.pk).update(at=ago(days=9 - days / 2))
