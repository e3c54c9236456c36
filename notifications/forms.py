from __future__ import annotations

from typing import Any

from django import forms

from notifications.models import NoticeChoice
from notifications.states import How, Kind
from people.models import User


class ChoicesForm(forms.Form):
    """How a person wants to hear of each kind."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = dict(NoticeChoice.objects.filter(user=user).values_list("kind", "how"))
        for kind in Kind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=How, initial=chosen.get(kind.value, NoticeChoice.DEFAULT)
            )
