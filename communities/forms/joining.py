from django import forms


class DeclineForm(forms.Form):
    """Why somebody is not let in; they read it."""

    reason = forms.CharField(
        label="Why not",
        max_length=600,
        help_text="They read this, with the name of the community. Say what would change it, or where else to ask.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why: the person reads it and learns what to do instead"},
    )
