"""What counts beside the words, the same for every backend: a score is multiplied by these."""

from django.conf import settings

TITLE, PLACE_TITLE, TEXT, FORMER, MORE = (
    6.0,
    3.0,
    1.0,
    3.0,
    0.5,
)  # a word in the title says more than one in the text
TRUST_WEIGHTS: dict[str, float] = settings.SEARCH_TRUST_WEIGHTS
KIND_WEIGHTS: dict[str, float] = settings.SEARCH_KIND_WEIGHTS
