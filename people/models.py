from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from people.handles import free_handle
from people.querysets import PeopleManager

CLOTHS = 6


class UserManager(PeopleManager):  # type: ignore[misc,valid-type]
    """Creates people by e-mail; the handle is made from the name when none is given."""

    def _create_user(self, username: str | None, email: str, password: str | None, **fields: Any) -> User:
        email = self.normalize_email(email).lower()
        display_name = fields.setdefault("display_name", email.partition("@")[0])
        user = User(username=username or free_handle(display_name, self._taken), email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_user(  # type: ignore[override]
        self, email: str, password: str | None = None, username: str | None = None, **fields: Any
    ) -> User:
        fields.setdefault("is_staff", False)
        fields.setdefault("is_superuser", False)
        return self._create_user(username, email, password, **fields)

    def create_superuser(  # type: ignore[override]
        self, email: str, password: str | None = None, username: str | None = None, **fields: Any
    ) -> User:
        fields.update(is_staff=True, is_superuser=True)
        return self._create_user(username, email, password, **fields)

    def get_by_natural_key(self, username: str | None) -> User:  # type: ignore[override]
        return User.objects.get(email=(username or "").lower())

    def _taken(self, handle: str) -> bool:
        return self.filter(username=handle).exists()


class User(AbstractUser):
    """A person. Signs in by e-mail; `username` is the @handle that others see."""

    email = models.EmailField("e-mail", unique=True)
    display_name = models.CharField("name", max_length=120)
    job_title = models.CharField("what you do", max_length=120, blank=True)
    workplace = models.CharField("where you work", max_length=120, blank=True)
    about = models.TextField("what people may ask you about", max_length=2000, blank=True)
    is_curator = models.BooleanField(
        "curator",
        default=False,
        help_text="Belongs to the L&D team: curates in every community they may read.",
    )

    is_named = models.BooleanField(
        "name me on job aids",
        default=True,
        help_text="Where a job aid uses words of mine, it says so with my name.",
    )
    unread_notices = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    objects = UserManager()  # type: ignore[misc,assignment]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        indexes = [
            models.Index(fields=["display_name", "id"], name="people_by_name"),
            models.Index(Lower("workplace"), name="people_workplace"),
            models.Index(Lower("job_title"), name="people_job_title"),
        ]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="people_user_email_any_case_unique"),
            models.UniqueConstraint(Lower("username"), name="people_user_handle_any_case_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.username])

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def name(self) -> str:
        return self.display_name or self.username

    @property
    def initials(self) -> str:
        """One or two capitals for the face beside the name."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def cloth(self) -> int:
        """Which of the six cloths the face is bound in: 1 to 6, always the same for one person."""
        return self.pk % CLOTHS + 1

    @property
    def role_line(self) -> str:
        """What stands beside the name: "nurse, ward 4B"."""
        return ", ".join(part for part in (self.job_title, self.workplace) if part)


def display_name(user: User) -> str:
    """How allauth's pages and mails call a person."""
    return user.name
