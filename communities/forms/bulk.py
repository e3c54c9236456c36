from __future__ import annotations

from typing import Any

from django import forms

from communities.bulk import MOST_BYTES, MOST_LINES, NotAList, decoded, rows_of


class BulkForm(forms.Form):
    """A list of people, as a file or as lines."""

    file = forms.FileField(
        label="A CSV file",
        required=False,
        help_text="With a column called email or handle. Excel and the like save it as “CSV UTF-8”.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )
    people = forms.CharField(
        label="Or the lines themselves",
        required=False,
        max_length=MOST_BYTES,
        strip=False,
        help_text=f"One person to a line: an e-mail address or an @name. Up to {MOST_LINES} lines.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean(self) -> dict[str, Any]:
        """Adds `rows`, and `people` as the text of the file."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            if cleaned.get("file"):
                cleaned["people"] = decoded(cleaned["file"].read(MOST_BYTES + 1))
            cleaned["rows"] = rows_of(cleaned.get("people", ""))
        except NotAList as error:
            self.add_error("file" if cleaned.get("file") else "people", str(error))
        return cleaned
