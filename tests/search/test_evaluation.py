"""The ranking is measured on collections that others use too, and nothing of them stays."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from communities.models import CommunityPage
from search.evaluation.collections import Collection, Question, read_collection
from search.evaluation.measures import judge, mean
from search.evaluation.measuring import Figures, cut_to_rarest, evaluate
from search.models import SearchEntry
from tests.realdata import shared_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def cranfield(tmp_path: Path) -> Path:
    """Two questions; the first has a best and a weak answer, the second none that has its words."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "cran.all.1400").write_text(
        ".I 1\n.T\nlift of wings\n.A\nx\n.B\nx\n.W\nthe lift of a wing\n"
        ".I 2\n.T\nheat\n.A\nx\n.B\nx\n.W\nheat, and a wing at the end\n"
        ".I 3\n.T\nslabs\n.A\nx\n.B\nx\n.W\ncomposite\n"
    )
    (folder / "cran.qry").write_text(".I 001\n.W\nlift of a wing\n.I 004\n.W\nzirconium\n")
    (folder / "cranqrel").write_text("1 1 1\n1 2 4\n1 3 -1\n2 3 2\n")
    return folder


@pytest.fixture
def trec(tmp_path: Path) -> Path:
    """The same in the form of TREC, with a topic asked in few words and in many."""
    folder = tmp_path / "trec"
    folder.mkdir()
    (folder / "documents.trec").write_text(
        "<DOC>\n<DOCNO> A-1 </DOCNO>\n<HEADLINE>Lift &amp; wings</HEADLINE>\n"
        "<TEXT>\nthe lift of a wing\n</TEXT>\n</DOC>\n"
        "<DOC>\n<DOCNO>A-2</DOCNO>\n<TEXT>heat, and a <B>wing</B></TEXT>\n</DOC>\n"
    )
    (folder / "topics.trec").write_text(
        "<top>\n<num> Number: 301\n<title> wing lift\n\n"
        "<desc> Description:\nWhat gives a wing its lift, and when does that end?\n"
        "\n<narr> Narrative:\nNothing.\n</top>\n"
    )
    (folder / "qrels.txt").write_text("301 0 A-1 2\n301 0 A-2 0\n")
    return folder


def of_the_site(figures: list[Figures], kind: str) -> Figures:
    (found,) = [each for each in figures if (each.engine, each.kind) == ("this site", kind)]
    return found


def measured(folder: Path, *, cut: bool = False) -> list[Figures]:
    return evaluate(read_collection(folder), cut=cut, say=lambda words: None)


def test_figures_are_means_over_the_questions_by_linear_gain() -> None:
    perfect = judge(["a", "b"], {"a": 4, "b": 1})
    second = judge(["x", "a"], {"a": 4})
    nothing = judge([], {"c": 3})

    assert (perfect.ndcg, perfect.recall, perfect.mrr) == (1, 1, 1)
    assert (second.ndcg, second.mrr) == (pytest.approx(0.631, abs=0.001), 0.5)
    both = mean([perfect, nothing])
    assert (both.questions, both.unanswered, both.ndcg, both.recall, both.mrr) == (2, 1, 0.5, 0.5, 0.5)


def test_a_collection_is_asked_beside_plain_bm25(cranfield: Path) -> None:
    figures = measured(cranfield)

    assert [(each.engine, each.kind) for each in figures] == [
        ("plain BM25", "1–3 words"),
        ("this site", "1–3 words"),
    ]
    for each in figures:
        assert (each.quality.questions, each.quality.unanswered) == (2, 1)
        assert each.quality.ndcg == pytest.approx(0.5)  # perfect order, and nothing


def test_the_form_of_trec_is_read_and_its_kinds_of_question_are_told_apart(trec: Path) -> None:
    collection = read_collection(trec)

    assert collection.documents == {
        "A-1": ("Lift & wings", "the lift of a wing"),
        "A-2": ("", "heat, and a wing"),
    }
    assert collection.gains == {"301": {"A-1": 2}}
    figures = measured(trec)
    assert of_the_site(figures, "1–3 words").quality.mrr == 1
    assert of_the_site(figures, "longer").quality.mrr == 1


def test_a_question_can_be_cut_to_its_three_rarest_words() -> None:
    collection = Collection(
        "small",
        {"1": ("", "wing heat lift drag wing"), "2": ("", "wing heat"), "3": ("", "wing and drags")},
        (question := Question("1", "what of the wings, the heat, the lift, zirconium and the drag"),),
        {"1": {"1": 1}},
    )

    assert cut_to_rarest(collection, [question]) == [Question("1", "heat lift drag")]


def test_nothing_of_the_collection_stays(cranfield: Path, trec: Path) -> None:
    said = StringIO()

    call_command("search_eval", str(cranfield), str(trec), stdout=said)

    assert "this site       2 1–3 words     0.500    0.500       0.500  1" in said.getvalue()
    assert not SearchEntry.objects.exists()
    assert not CommunityPage.objects.exists()


def test_a_folder_without_a_collection_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no test collection in"):
        call_command("search_eval", str(tmp_path))
    for name in ("documents", "topics", "qrels"):
        (tmp_path / name).write_text("nothing of the kind")
    with pytest.raises(CommandError, match=r"No question of .* has a judgement"):
        call_command("search_eval", str(tmp_path))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the figures are those of SQLite")
def test_questions_in_plain_words_are_answered_as_well_as_plain_bm25_does() -> None:
    collection = read_collection(shared_data("relevance/cranfield"))

    plain, site = evaluate(collection, cut=False, say=lambda words: None)

    assert (plain.kind, site.kind) == ("longer", "longer")
    assert site.quality.unanswered == 0
    assert site.quality.ndcg >= max(plain.quality.ndcg, 0.369)
    assert site.quality.recall >= max(plain.quality.recall, 0.73)
    assert site.quality.mrr >= plain.quality.mrr
