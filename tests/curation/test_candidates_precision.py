"""How often the search is right, on texts of which a person wrote down which belong together."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from communities.models import CommunityPage
from curation.candidates.evaluation import evaluate, read_labelled
from curation.models import Candidate, LikeText

LABELLED = Path(__file__).parents[2] / "bench" / "likeness"
# What it must not fall below. Measured: bench/README.md.
FLOORS = {"choosing": (0.95, 0.85, 0.9, 0.7), "held-out": (0.95, 0.9, 0.9, 0.85)}


@pytest.mark.django_db
@pytest.mark.parametrize("half", FLOORS)
def test_what_curators_are_shown_is_right(half: str) -> None:
    labelled = read_labelled((LABELLED / f"{half}.txt").read_text().splitlines())

    found = evaluate(labelled)

    precision, recall, of_pairs, recall_of_pairs = FLOORS[half]
    assert found.precision >= precision
    assert found.recall >= recall
    assert found.pair_precision >= of_pairs
    assert found.pair_recall >= recall_of_pairs
    assert not CommunityPage.objects.filter(slug__startswith="labelled").exists()
    assert not LikeText.objects.exists()
    assert not Candidate.objects.exists()


def test_labelled_texts_are_many_of_several_matters_and_no_two_the_same() -> None:
    texts = [
        one for half in FLOORS for one in read_labelled((LABELLED / f"{half}.txt").read_text().splitlines())
    ]

    assert len(texts) >= 150
    assert len({one.community for one in texts}) >= 6
    assert sum(not one.label for one in texts) >= 90
    assert max(Counter(one.text for one in texts).values()) == 1


@pytest.mark.django_db
def test_command_says_what_was_measured(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("candidates_eval", str(LABELLED / "held-out.txt"))

    said = capsys.readouterr().out
    assert "held-out.txt: 104 texts" in said
    assert "candidates  precision 1.000" in said


@pytest.mark.django_db
def test_command_names_the_line_that_it_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / "bad.txt"
    file.write_text("# a remark\nA text below nothing.\n")

    with pytest.raises(CommandError, match="Line 2 stands below no community"):
        call_command("candidates_eval", str(file))
