"""Makes rows for tests. Each app has its section; pages are added to the tree as the site does."""

from __future__ import annotations

from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from communities.models import CommunitiesPage, CommunityPage, Membership, WikiIndexPage
from communities.states import Access, MembershipState
from people.models import User
from screencasts.models import Screencast
from screencasts.states import ScreencastState

PASSWORD = "correct horse battery"


# -- people ------------------------------------------------------------------------------------------------
class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person with a confirmed address, who can sign in with PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        curator = factory.Trait(is_curator=True)
        administrator = factory.Trait(is_superuser=True, is_staff=True)

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda person: f"{person.username}@example.org")
    display_name = factory.LazyAttribute(lambda person: person.username.capitalize())
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def confirmed_address(self: User, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=True)


# -- communities -------------------------------------------------------------------------------------------
class CommunityFactory(factory.django.DjangoModelFactory[CommunityPage]):
    """A community with its wiki; open unless a trait says otherwise."""

    class Meta:
        model = CommunityPage

    class Params:
        public = factory.Trait(is_public=True)
        on_request = factory.Trait(access=Access.ON_REQUEST)
        private = factory.Trait(access=Access.PRIVATE)

    title = factory.Sequence(lambda n: f"Community {n}")
    slug = factory.Sequence(lambda n: f"community-{n}")
    purpose = "Getting better at the work together."
    access = Access.OPEN

    @classmethod
    def _create(cls, model_class: type[CommunityPage], *args: Any, **kwargs: Any) -> CommunityPage:
        community = CommunitiesPage.objects.get().add_child(instance=model_class(**kwargs))
        community.add_child(instance=WikiIndexPage(title="Wiki", slug="wiki"))
        return community


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    """An active member; traits give a role, or make it a request to join."""

    class Meta:
        model = Membership

    class Params:
        requested = factory.Trait(state=MembershipState.REQUESTED)
        expert = factory.Trait(is_expert=True)
        facilitator = factory.Trait(is_facilitator=True)
        curator = factory.Trait(is_curator=True)

    user = factory.SubFactory(UserFactory)
    community = factory.SubFactory(CommunityFactory)


# -- screencasts -------------------------------------------------------------------------------------------
class ScreencastFactory(factory.django.DjangoModelFactory[Screencast]):
    """A recording that plays, as far as the site can tell: its media are `media_bytes`; traits make it wait or fail."""

    class Meta:
        model = Screencast

    class Params:
        waiting = factory.Trait(
            state=ScreencastState.UPLOADED, media_bytes=b"", duration=0, width=0, height=0
        )
        failed = factory.Trait(
            state=ScreencastState.FAILED,
            failure="The file is cut off.",
            media_bytes=b"",
            duration=0,
            width=0,
            height=0,
        )
        sound = factory.Trait(width=0, height=0)

    community = factory.SubFactory(CommunityFactory)
    author = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Screencast {n}")
    state = ScreencastState.READY
    original_name = "original.mp4"
    media_bytes = b"0123456789" * 20
    duration = 222.0
    width = 960
    height = 540

    @classmethod
    def _create(cls, model_class: type[Screencast], *args: Any, **kwargs: Any) -> Screencast:
        media = kwargs.pop("media_bytes")
        screencast = model_class(**kwargs)
        folder = screencast.folder_path
        screencast.original.name = default_storage.save(f"{folder}/original", ContentFile(b"original"))
        if media:
            suffix = "mp4" if screencast.width else "m4a"
            screencast.media.name = default_storage.save(f"{folder}/media.{suffix}", ContentFile(media))
            screencast.media_size = len(media)
        if media and screencast.width:
            screencast.poster.name = default_storage.save(f"{folder}/poster.jpg", ContentFile(b"a picture"))
        screencast.save()
        return screencast
