"""What a community says of itself: charter, facilitators."""

from __future__ import annotations

from tests.communities.community.test_entering import as_, text_of
from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.queries import queries


def test_the_charter_stands_on_a_page_with_those_who_run_it(cast: Cast) -> None:
    community = CommunityFactory(title="Ward", slug="ward", purpose="Safe rounds.")
    MembershipFactory(user=cast.fay, community=community, facilitator=True)
    MembershipFactory(user=cast.eli, community=community, expert=True)
    form = {
        "title": "Ward",
        "purpose": "Safe rounds.",
        "goals": "- Home by noon\n\n* No double charting",
        "norms": "No patient details",
        "sponsor": "Lee Tan, nurse manager",
        "charter": "We meet on Mondays.",
        "access": "open",
    }
    as_(cast.fay).post("/communities/ward/edit/", form)

    page = text_of(as_(cast.stranger), "/communities/ward/about/")

    assert "Goals Home by noon No double charting" in page
    assert "How we work together No patient details" in page
    assert "Sponsor Lee Tan, nurse manager" in page
    assert "We meet on Mondays." in page
    assert page.index("Facilitators") < page.index("Fay Adeyemi") < page.index("Experts") < page.index("Eli")
    assert "Edit" not in page
    assert "No patient details" in text_of(as_(cast.stranger), "/communities/ward/")


def test_who_runs_it_is_asked_to_write_goals_and_norms(cast: Cast) -> None:
    community = CommunityFactory(slug="ward")
    MembershipFactory(user=cast.fay, community=community, facilitator=True)

    assert "No goals and no norms yet" in text_of(as_(cast.fay), "/communities/ward/about/")
    assert "No goals and no norms yet" not in text_of(as_(cast.stranger), "/communities/ward/about/")


def test_the_about_page_asks_the_same_few_queries_at_any_size(cast: Cast) -> None:
    community = CommunityFactory(slug="ward")
    MembershipFactory(user=cast.fay, community=community, facilitator=True)
    fay = as_(cast.fay)
    with queries(at_most=8) as few:
        fay.get("/communities/ward/about/")
    for _ in range(6):
        MembershipFactory(user=UserFactory(), community=community, expert=True)

    with queries(at_most=8) as many:
        fay.get("/communities/ward/about/")

    assert len(many) == len(few)
