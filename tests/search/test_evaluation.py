"""The ranking is measured on a collection that others use too, and nothing of it stays."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from communities.models import CommunityPage
from search.evaluation import evaluate, read_collection
from search.models import SearchEntry
from tests.realdata import shared_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Two questions; the first has a best and a weak answer, the second none that has its words."""
    (tmp_path / "cran.all.1400").write_text(
        ".I 1\n.T\nlift of wings\n.A\nx\n.B\nx\n.W\nthe lift of a wing\n"
        ".I 2\n.T\nheat\n.A\nx\n.B\nx\n.W\nheat, and a wing at the end\n"
        ".I 3\n.T\nslabs\n.A\nx\n.B\nx\n.W\ncomposite\n"
    )
    (tmp_path / "cran.qry").write_text(".I 001\n.W\nlift of a wing\n.I 004\n.W\nzirconium\n")
    (tmp_path / "cranqrel").write_text("1 1 1\n1 2 4\n1 3 -1\n2 3 2\n")
    return tmp_path


def test_figures_are_means_over_the_questions_by_linear_gain(small: Path) -> None:
    quality = evaluate(read_collection(small), lambda words: None)

    assert (quality.questions, quality.unanswered) == (2, 1)
    assert quality.ndcg == pytest.approx(0.5)  # perfect order, and nothing
    assert quality.recall == pytest.approx(0.5)


def test_nothing_of_the_collection_stays(small: Path) -> None:
    call_command("search_eval", str(small), stdout=StringIO())

    assert not SearchEntry.objects.exists()
    assert not CommunityPage.objects.exists()


def test_a_folder_without_a_collection_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no test collection in"):
        call_command("search_eval", str(tmp_path))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the figures are those of SQLite")
def test_questions_in_plain_words_are_answered_as_well_as_plain_bm25_does() -> None:
    quality = evaluate(read_collection(shared_data("relevance/cranfield")), lambda words: None)

    assert quality.unanswered == 0
    assert quality.ndcg >= 0.369
    assert quality.recall >= 0.73
