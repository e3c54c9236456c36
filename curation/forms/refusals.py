from __future__ import annotations

from django import forms

from curation.forms.flags import reason_field


class RefusalForm(forms.Form):
    """Why somebody asks that words of theirs not be used."""

    reason = reason_field("Why should it not be used?", help_text="The curators read this.", required=False)


class AnswerForm(forms.Form):
    """What a curator answers; the buttons say which."""

    answer = reason_field("Your answer", help_text="Who asked reads this.", required=False)
