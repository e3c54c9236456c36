"""The promote page as it comes back: pieces in their order, ticked, named and trimmed; where they go; the words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.http import QueryDict

from core.blocks import digest, plain_text
from core.submissions import SubmissionField
from curation.actions.joining import AT_END, AT_START
from curation.promotion.drafting import MAX_PIECES, Chosen
from curation.promotion.pieces import Piece, Role
from curation.promotion.targets import LISTED, Target
from curation.promotion.trimming import MAX_SENTENCES

NEW = "new"  # in the place of the number of a job aid
NO_TARGET = "There is no such job aid in this community, or it is retired. Choose another, or a new one."

_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
Before = Callable[[str, int], Piece | None]  # a piece by its id, as it read in a version of its source


@dataclass(frozen=True, slots=True)
class Change:
    """A chosen piece whose words are others now, or gone: `after` is empty then, `before` when they are not known."""

    piece_id: str
    title: str
    before: str
    after: str


@dataclass(slots=True)
class Choice:
    """What the curator decided so far, and what changed in the sources meanwhile."""

    chosen: list[Chosen]
    changes: list[Change] = field(default_factory=list)
    moved: str = ""  # the id of the piece that a button just moved

    @property
    def used_count(self) -> int:
        return sum(one.is_used for one in self.chosen)


def first_choice(pieces: Sequence[Piece]) -> Choice:
    """As the rules propose."""
    return Choice([Chosen(piece, piece.role, piece.is_used and not piece.refusal) for piece in pieces])


def read_choice(data: QueryDict, pieces: Sequence[Piece], before: Before) -> Choice:
    """As it was sent; what is in the sources now counts, and what was not shown before is left out."""
    left = {piece.id: piece for piece in pieces}
    choice = Choice([])
    for token in data.getlist("piece")[: 2 * MAX_PIECES]:
        piece_id, version = _parts(token)
        piece = left.pop(piece_id, None)
        if piece is None:
            if f"use-{piece_id}" in data:
                choice.changes.append(_gone(piece_id, before(piece_id, version)))
            continue
        one = _as_sent(data, piece)
        if piece.token != token and piece.digest[:16] != token[-16:]:
            one = _followed(choice, one, before(piece_id, version))
        choice.chosen.append(one)
    choice.chosen += [Chosen(piece, piece.role, is_used=False) for piece in left.values()]
    _move(choice, data)
    return choice


def _parts(token: str) -> tuple[str, int]:
    piece_id, _, rest = token.partition("~")
    version = rest.partition("~")[0]
    return piece_id, int(version) if version.isascii() and version.isdigit() and len(version) < 19 else 0


def _as_sent(data: QueryDict, piece: Piece) -> Chosen:
    role = data.get(f"role-{piece.id}", "")
    cut = data.getlist(f"cut-{piece.id}")[:MAX_SENTENCES]
    return Chosen(
        piece,
        Role(role) if role in Role.values else piece.role,
        is_used=f"use-{piece.id}" in data and not piece.refusal,
        cut=frozenset(int(number) for number in cut if _NUMBER.fullmatch(number)),
    )


def _gone(piece_id: str, before: Piece | None) -> Change:
    return Change(piece_id, before.title, before.whole, "") if before else Change(piece_id, "", "", "")


def _followed(choice: Choice, one: Chosen, before: Piece | None) -> Chosen:
    """The same choice over new words: cuts follow their sentences; told unless what is used reads the same."""
    now = one.piece
    if before is None:
        if one.is_used:
            choice.changes.append(Change(now.id, now.title, "", now.whole))
        return one
    then = replace(one, piece=before)
    dropped = {words for number, words in before.sentences if number in one.cut}
    kept = replace(one, cut=frozenset(number for number, words in now.sentences if words in dropped))
    if one.is_used and _said(then) != _said(kept):
        choice.changes.append(Change(now.id, kept.trimmed.title, then.trimmed.whole, kept.trimmed.whole))
    return kept


def _said(one: Chosen) -> str:
    return digest(plain_text(one.trimmed.whole))


def _move(choice: Choice, data: QueryDict) -> None:
    """Change places with the next piece in that direction that is used."""
    for name, step in (("up", -1), ("down", 1)):
        if name not in data:
            continue
        at = next((i for i, one in enumerate(choice.chosen) if one.piece.id == data[name]), None)
        if at is None:
            return
        choice.moved = str(data[name])
        other = at + step
        while 0 <= other < len(choice.chosen) and not choice.chosen[other].is_used:
            other += step
        if 0 <= other < len(choice.chosen):
            choice.chosen.insert(other, choice.chosen.pop(at))


class JobAidDraftForm(forms.Form):
    """What the curator writes, and where the pieces go: all else is copied."""

    into = forms.ChoiceField(label="The pieces become", error_messages={"invalid_choice": NO_TARGET})
    aid_code = forms.CharField(
        label="Or the code of a job aid",
        required=False,
        max_length=12,
        help_text=f"The {LISTED} changed last are listed. Any other is named by its code, such as SCAN1.",
    )
    after = forms.ChoiceField(
        label="The new steps stand",
        error_messages={
            "invalid_choice": "That step is not in the draft any more. Choose where the new ones go."
        },
    )
    withdraw = forms.BooleanField(
        label="Withdraw the review, so that the draft can be changed", required=False
    )
    title = forms.CharField(
        label="Title",
        max_length=200,
        min_length=5,
        help_text="Begin with what the reader wants to do.",
        widget=forms.TextInput(attrs={"class": "input--title"}),
    )
    purpose = forms.CharField(
        label="Purpose",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What the reader will have done at the end, in one sentence.",
    )
    submission = SubmissionField()

    def __init__(
        self, *args: Any, job_aids: Sequence[tuple[int, str]], target: Target | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.target = target
        rows = [(str(pk), label) for pk, label in job_aids[:LISTED]]
        chosen = (
            (str(target.job_aid.pk), f"{target.job_aid.title}, {target.job_aid.code}") if target else None
        )
        if chosen and chosen not in rows:
            rows.insert(0, chosen)
        self.fields["into"].choices = [(NEW, "A new job aid"), *rows]  # type: ignore[attr-defined]
        if len(job_aids) <= LISTED:
            del self.fields["aid_code"]
        if target is None:
            del self.fields["after"], self.fields["withdraw"]
            return
        self.fields["after"].choices = [  # type: ignore[attr-defined]
            (AT_END, "At the end"),
            (AT_START, "Before the first step"),
            *(
                (pk, f"After step {number}: {title}")
                for number, (pk, title) in enumerate(target.steps, start=1)
            ),
        ]
        self.fields["title"].required = False
        if not target.is_in_review:
            del self.fields["withdraw"]

    def clean_into(self) -> str:
        """A job aid that went away meanwhile is never taken for a new one."""
        is_named = self.cleaned_data["into"] != NEW or self.data.get("aid_code", "").strip()
        if is_named and self.target is None:
            raise forms.ValidationError(NO_TARGET)
        return str(self.cleaned_data["into"])
