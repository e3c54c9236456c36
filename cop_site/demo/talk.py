"""What people of the demo wrote, said and showed, with its days."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import Page, Revision

from communities.actions.thread_import import Brought, bring_in_thread
from communities.actions.threads import react_to_post
from communities.actions.wiki import create_wiki_page, save_wiki_page
from communities.models import CommunityPage, Thread, WikiEdition, WikiIndexPage, WikiPage
from communities.states import ReactionKind
from cop_site.demo.days import ago
from cop_site.demo.reading import CONTENT, ReadThread, pages, threads
from people.models import User
from screencasts.actions.recordings import keep_upload, upload_screencast
from screencasts.captions import parse_captions
from screencasts.chapters import parse_chapters
from screencasts.models import Screencast

MEDIA = CONTENT / "media"

Cast = dict[str, User]


def write_wiki(community: CommunityPage, folder: str, cast: Cast) -> dict[str, WikiPage]:
    """The wiki of a community, by path; each page with the edits of its front matter."""
    index = WikiIndexPage.objects.child_of(community).get()
    written: dict[str, WikiPage] = {}
    for read in pages(folder):
        above = read.path.rpartition("/")[0]
        page = create_wiki_page(
            parent=written[above] if above else index,
            user=cast[read.matter["author"]],
            title=read.matter["title"],
            body=read.body,
            summary=read.matter["summary"],
        )
        _date_edition(page, ago(days=read.matter["days_ago"]))
        written[read.path] = page
    return written


def change_wiki(page: WikiPage, *, by: User, old: str, new: str, summary: str, hours_ago: float) -> WikiPage:
    """A later edit of some words of a page."""
    page = WikiPage.objects.get(pk=page.pk)
    if old not in page.body:
        raise ValueError(f"{page} does not say {old!r}")
    body = page.body.replace(old, new)
    saved = save_wiki_page(
        page=page, user=by, title=page.title, body=body, base_edition=page.edition, summary=summary
    )
    _date_edition(saved.page, ago(days=hours_ago / 24))
    return saved.page


def _date_edition(page: WikiPage, moment: datetime) -> None:
    """Date the newest revision of a page back."""
    WikiEdition.objects.filter(page=page, number=page.edition).update(created_at=moment)
    Revision.objects.filter(pk=page.latest_revision_id).update(created_at=moment)
    dates = {"last_published_at": moment, "latest_revision_created_at": moment}
    if page.edition == 1:
        dates["first_published_at"] = moment
    Page.objects.filter(pk=page.pk).update(**dates)


def talk(community: CommunityPage, folder: str, cast: Cast) -> dict[str, Thread]:
    """The threads of a community, by the number that their file begins with."""
    return {read.name.partition("-")[0]: _thread(community, read, cast) for read in threads(folder)}


def _thread(community: CommunityPage, read: ReadThread, cast: Cast) -> Thread:
    start = ago(days=read.matter["days_ago"])
    posts = [
        Brought(
            source_name=f"demo:{read.name}:{number}",
            body=post.body,
            created_at=min(start + post.after, timezone.now()),
            author=cast[post.author],
            is_accepted=read.matter.get("accepted") == number,
        )
        for number, post in enumerate(read.posts, start=1)
    ]
    thread = bring_in_thread(
        community=community,
        source_name=f"demo:{read.name}",
        title=read.matter["title"],
        opening=posts[0],
        replies=posts[1:],
        kind=read.matter["kind"],
        tags=read.matter.get("tags", ()),
    ).thread
    for written, post in zip(thread.posts.order_by("position"), read.posts, strict=True):
        for handle in post.thanks:
            react_to_post(user=cast[handle], post=written, kind=ReactionKind.THANKS, on=True)
    return Thread.objects.get(pk=thread.pk)


def show(community: CommunityPage, author: User) -> Screencast:
    """Upload the demo's recording; the worker makes it playable."""
    film = MEDIA / "pair-a-scanner.mp4"
    upload = keep_upload(
        user=author,
        community=community,
        file=SimpleUploadedFile(film.name, film.read_bytes(), content_type="video/mp4"),
    )
    screencast = upload_screencast(
        user=author,
        community=community,
        title="Pair a scanner after downtime",
        upload=upload,
        description="Forty seconds, with the scanner in one hand. Drawn for the demo.",
        chapters=parse_chapters((MEDIA / "pair-a-scanner.chapters.txt").read_text()),
        captions=parse_captions((MEDIA / "pair-a-scanner.vtt").read_bytes()),
    )
    Screencast.objects.filter(pk=screencast.pk).update(created_at=ago(days=13))
    return screencast
