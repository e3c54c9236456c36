"""The index settings cut text as the table says, on whichever server the tests run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.backends import analysis
from tests.elasticsearch.fixtures import Engine
from tests.elasticsearch.rest import ask
from tests.elasticsearch.words import rows

FIELDS = {"title": analysis.text_field("exact", "prefix"), "text": analysis.text_field("exact")}


@pytest.fixture(scope="module")
def index(elasticsearch: Engine) -> Iterator[str]:
    """The address of an index with the settings of the product."""
    name = f"{elasticsearch.prefix}words"
    settings = {"analysis": analysis.SETTINGS, "number_of_shards": 1, "number_of_replicas": 0}
    ask(
        elasticsearch.url,
        name,
        {"settings": settings, "mappings": {"dynamic": "strict", "properties": FIELDS}},
        method="PUT",
    )
    yield f"{elasticsearch.url}/{name}"
    ask(elasticsearch.url, name, method="DELETE")


@pytest.mark.parametrize(("analyzer", "text", "tokens"), rows())
def test_a_text_becomes_these_tokens(index: str, analyzer: str, text: str, tokens: list[str]) -> None:
    answer = ask(index, "_analyze", {"analyzer": analyzer, "text": text})

    assert [token["token"] for token in answer["tokens"]] == tokens


def test_every_analyzer_has_a_row() -> None:
    assert {analyzer for analyzer, text, tokens in rows()} == set(analysis.ANALYZERS)


# What is written, what is typed, and the fields that must answer.
FOUND = [
    ("The patients' dressings", "patient dressing", ["text"]),
    ("Onboarding new nurses", "onboarded", ["text"]),
    ("Onboarding new nurses", "onb", ["title.prefix"]),
    ("Übergabe am Bett", "ubergabe", ["text", "text.exact"]),
    ("Die Straße", "strasse", ["text.exact"]),
    ("L’hôpital de jour", "hopital", ["text", "text.exact"]),
    ("الأدوية في المستشفى", "أدوية", ["text"]),
    ("الأدوية في المستشفى", "مستشفيات", ["text"]),
    ("患者安全の手順", "患者", ["text", "text.exact", "title.prefix"]),
    ("患者安全の手順", "安", ["text"]),
    ("환자 안전", "환자", ["text"]),
]


@pytest.mark.parametrize(("written", "typed", "fields"), FOUND)
def test_what_is_written_is_found_by_what_is_typed(
    index: str, written: str, typed: str, fields: list[str]
) -> None:
    ask(index, "_doc/1?refresh=true", {"title": written, "text": written}, method="PUT")

    for field in fields:
        query = {"match": {field: {"query": typed, "operator": "and"}}}
        assert ask(index, "_search", {"query": query})["hits"]["total"]["value"] == 1, field
