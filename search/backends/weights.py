"""What counts beside the words, the same for every backend: a score is multiplied by these."""

TITLE, PLACE_TITLE, TEXT, FORMER, MORE = (
    6.0,
    3.0,
    1.0,
    3.0,
    0.5,
)  # a word in the title says more than one in the text
TRUST_WEIGHTS = {"verified": 1.5, "check": 1.3, "endorsed": 1.2, "emerging": 1.1, "outdated": 0.7}
KIND_WEIGHTS = {"job_aid": 1.2}
