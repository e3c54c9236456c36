from django import forms


class StartForm(forms.Form):
    """A thing of the community for the list "start here"."""

    kind = forms.CharField(max_length=12, widget=forms.HiddenInput)
    thing_id = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)
    note = forms.CharField(label="Why it is here", max_length=200, required=False)
