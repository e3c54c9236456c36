from __future__ import annotations

from django import forms

from search.models import SavedSearch


class SavedSearchForm(forms.ModelForm):
    """What a kept search is called, and when one hears of it."""

    class Meta:
        model = SavedSearch
        fields = ("name", "tell")
        labels = {"name": "Name", "tell": "Tell me of what is new in it"}
        help_texts = {
            "tell": "At the bell, and by mail if you chose that. You are told only of what you may read."
        }
        error_messages = {"name": {"required": "Give it a name that tells you what you look for."}}
        widgets = {"tell": forms.RadioSelect}
