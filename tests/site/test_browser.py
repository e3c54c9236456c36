"""The watched browser itself: what a person would not notice fails the test."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.chromium import Visitors, check_accessibility


def test_the_front_page_is_seen_without_trouble_and_is_accessible(visit: Visitors) -> None:
    page = visit()

    page.goto("/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check_accessibility(page)


def test_a_script_that_the_policy_refuses_fails_the_test(visit: Visitors) -> None:
    page = visit()
    page.goto("/accounts/login/")

    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'alert(1)'}))")
    page.wait_for_timeout(200)

    with pytest.raises(AssertionError, match="Content Security Policy"):
        visit.close()
    visit.troubles.clear()
