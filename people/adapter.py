from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from people.handles import free_handle
from people.models import User

AFTER_SIGN_IN = "after_sign_in"  # of the session: where somebody was going who had to sign up first


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """How allauth makes a person of ours."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where the person was going before confirming the address, which loses `?next=`."""
        return request.session.pop(AFTER_SIGN_IN, "") or super().get_login_redirect_url(request)

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """The handle comes from the name that the person gave, never from the private e-mail address."""
        user.username = free_handle(
            user.display_name, lambda handle: User.objects.filter(username__iexact=handle).exists()
        )

    def save_user(self, request: HttpRequest, user: User, form: object, commit: bool = True) -> User:
        user.display_name = form.cleaned_data["display_name"]  # type: ignore[attr-defined]
        return super().save_user(request, user, form, commit)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Takes as long as opening an account does, so that the time does not tell whose address is known."""
        make_password(get_random_string(20))
        super().send_account_already_exists_mail(email)
