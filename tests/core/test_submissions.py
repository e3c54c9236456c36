"""A form that is sent twice says so by its token; a broken token stops nobody."""

import uuid

import pytest
from django import forms

from core.submissions import SubmissionField, submission_token


class _Form(forms.Form):
    submission = SubmissionField()


def test_each_form_shown_carries_a_token_of_its_own_that_nobody_sees() -> None:
    first, second = str(_Form()["submission"]), str(_Form()["submission"])

    assert 'type="hidden"' in first
    assert first != second


def test_a_token_that_was_handed_out_comes_back_as_it_was() -> None:
    token = submission_token()
    form = _Form({"submission": token})

    assert form.is_valid()
    assert form.cleaned_data["submission"] == uuid.UUID(token)


@pytest.mark.parametrize("garbage", ["", " ", "x", "1" * 400, "\x00", "<script>", "{}", "é", None])
def test_what_is_not_a_token_counts_as_none_and_is_no_error(garbage: str | None) -> None:
    form = _Form({} if garbage is None else {"submission": garbage})

    assert form.is_valid()
    assert form.cleaned_data["submission"] is None


def test_a_form_that_comes_back_with_an_error_keeps_its_token() -> None:
    token = submission_token()

    assert token in str(_Form({"submission": token})["submission"])
