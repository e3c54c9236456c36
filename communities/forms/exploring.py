from django import forms


def exploring_field(what: str = "it") -> forms.BooleanField:
    """The switch that stands where something is written or edited."""
    return forms.BooleanField(
        label="Still exploring",
        required=False,
        help_text=f"Nobody flags {what} for the curators until you take this off again.",
    )
