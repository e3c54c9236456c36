"""A dump becomes threads, posts, votes and accepted answers; what is broken in it is said."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.test import Client
from django.utils import timezone

from communities.models import CommunityPage, Post, Thread
from tests.communities.importing.conftest import Run, said
from tests.conftest import Cast


def row(number: int, kind: int = 1, **attributes: Any) -> str:
    given = {
        "Id": number,
        "PostTypeId": kind,
        "CreationDate": "2019-03-04T10:00:00.000",
        "Body": f"<p>Words {number}</p>",
    }
    given |= {"Title": f"Question {number}"} if kind == 1 else {"ParentId": 1}
    given |= {"OwnerUserId": "7"} | attributes
    pairs = " ".join(
        f'{name}="{str(value).replace("&", "&amp;").replace("<", "&lt;").replace(chr(34), "&quot;")}"'
        for name, value in given.items()
        if value is not None
    )
    return f"<row {pairs} />"


def dump(*rows: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<posts>\n{"".join(rows)}\n</posts>'


def line(number: int = 1, **more: Any) -> str:
    posts = [{"id": 1, "body": "<p>Ask</p>", "created": "2026-01-02T03:04:05Z", "author": "Al", "score": 3}]
    return json.dumps({"id": number, "title": f"Thread {number}", "posts": posts} | more) + "\n"


def reply(number: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "body": f"<p>Reply {number}</p>", "created": "2026-01-03"} | more


def test_a_dump_becomes_threads_with_votes_tags_writers_and_the_accepted_answer(
    import_dump: Run, client: Client, cast: Cast
) -> None:
    report = import_dump(
        dump(
            row(1, Score=5, Tags="<milk><foam>", AcceptedAnswerId=3, ClosedDate="2020-01-01T00:00:00"),
            row(2, 2, Score=-2, CreationDate="2019-03-06T10:00:00", OwnerUserId=None, OwnerDisplayName="Zoe"),
            row(3, 2, Body='<p>Yes</p><img src="https://example.org/a.png" alt="A cup"><script>x</script>'),
        )
    )

    thread = Thread.objects.get()
    client.force_login(cast.ana)
    page = client.get(thread.get_absolute_url()).content.decode()
    assert "1 threads made, 3 posts made" in report
    assert sorted(thread.tags.names()) == ["foam", "milk"]
    assert thread.is_closed
    assert "Zoe" in page
    assert "Stack Exchange user 7" in page
    assert "Go to the accepted answer by Stack Exchange user 7" in page
    assert '<a href="https://example.org/a.png" rel="nofollow noopener">A cup</a>' in page
    assert "<script>x" not in page
    assert list(thread.posts.order_by("position").values_list("thanks_count", flat=True)) == [5, 0, -2]


def test_second_run_adds_only_the_posts_that_a_thread_lacks(import_dump: Run) -> None:
    import_dump(dump(row(1), row(2, 2)))

    same = import_dump(dump(row(1), row(2, 2)))
    more = import_dump(dump(row(1, Title="Renamed"), row(2, 2), row(5, 2), row(6)))

    assert "Done: 1 threads known before\nEverything was carried over." in same
    assert "1 threads known before, 2 posts made, 1 threads made" in more
    assert sorted(Post.objects.values_list("source_name", flat=True)) == [
        f"stack-exchange:{n}" for n in (1, 2, 5, 6)
    ]


def test_json_lines_become_threads(import_dump: Run) -> None:
    report = import_dump(
        line(1, kind="story", tags=["a", "b"])
        + "\n"
        + line(2, accepted=2, posts=[reply(1), reply(2, score=4, author="Bo"), reply(3, score=-1)])
    )

    assert "Done: 2 threads made, 4 posts made\nEverything was carried over." in report
    question = Thread.objects.get(source_name="json:2")
    assert question.accepted_post.author_name == "Bo"
    assert Thread.objects.get(source_name="json:1").kind == "story"
    assert "Done: 2 threads known before" in import_dump(
        line(1) + line(2, posts=[reply(1), reply(2), reply(3)])
    )


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([row(1), row(9, 2, ParentId=77)], "An answer whose question is not in the file: 1\n    row 9"),
        ([row(1), row(9, Title=None)], "A question without a title, and its answers: 1\n    question 9"),
        ([row(1), row(9, CreationDate=None)], "A post without a date: 1\n    row 9"),
        ([row(1), row(9, CreationDate="soon")], "A post without a date: 1\n    row 9"),
        ([row(1), row(9, CreationDate="0001-01-01T00:00:00+14:00")], "A post without a date: 1\n    row 9"),
        ([row(1), row(9, 2, CreationDate="2019-13-45")], "A post without a date: 1\n    row 9"),
        ([row(1), row(9, Id=None)], "A row without an Id: 1\n    line"),
        ([row(1), row(1, Title="Twice")], "A row whose Id was there before: 1\n    line"),
        ([row(1), row(9, 5)], "Not a question or answer: tag description: 1\n    row 9"),
        ([row(1), row(9, 99)], "Not a question or answer: unknown kind of row: 1\n    row 9"),
        ([row(1, AcceptedAnswerId=404)], "The accepted answer is not in the file: 1\n    question 1: 404"),
        ([row(1), row(9, 2, Body="x" * 400_001)], "The most that fits is 400,000: split it in two.: 1"),
        ([row(1), row(9, Body="x" * 400_001)], "Not written: This text is 400,008 characters long"),
        ([row(1), row(9, Title="Long " * 80)], "A title was cut to fit: 1\n    stack-exchange:9"),
        ([row(1, CommentCount=3)], "Comments are not in the file: 1\n    question 1: 3"),
    ],
)
def test_a_row_that_cannot_come_in_is_reported_and_the_rest_does(
    import_dump: Run, rows: list[str], why: str
) -> None:
    report = import_dump(dump(*rows))

    assert why in report
    assert Thread.objects.filter(source_name="stack-exchange:1", title="Question 1").count() == 1
    assert "Done: " in report


@pytest.mark.parametrize(
    "body", ["", "  ", "<script>x</script>", "<!-- -->", "<p></p>", "\x0b", "y" * 200_000, "<b>" * 20_000]
)
def test_odd_bodies_come_in(import_dump: Run, client: Client, cast: Cast, body: str) -> None:
    report = import_dump(json.dumps({"id": 1, "title": "T", "posts": [reply(1, body=body)]}))

    client.force_login(cast.ana)
    assert "1 threads made, 1 posts made" in report
    assert client.get(Thread.objects.get().get_absolute_url()).status_code == 200


def test_what_is_dated_in_the_future_is_dated_now(import_dump: Run) -> None:
    report = import_dump(dump(row(1, CreationDate="2999-01-01T00:00:00")))

    assert "A date that has yet to come: today's was taken: 1\n    row 1: 2999" in report
    assert timezone.now() - Thread.objects.get().last_post_at < timedelta(minutes=5)


def test_absurd_votes_and_names_are_bounded(import_dump: Run) -> None:
    import_dump(
        line(1, posts=[reply(1, score=10**30, author="N" * 500)], tags=["t" * 300, "", " "])
        + line(2, posts=[reply("i" * 900, score=float("inf"))])
        + line(3, title="\ud800 nul \u0000 end", posts=[reply(1, score="many")])
    )

    first, second, third = Post.objects.order_by("thread__source_name")
    assert (first.thanks_count, len(first.author_name)) == (1_000_000, 120)
    assert (second.thanks_count, len(second.source_name)) == (0, 200)
    assert third.thread.title == "\ufffd nul end"
    assert [len(tag) for tag in first.thread.tags.names()] == [60]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{not json}", "Not a thread: the line is not JSON: 1\n    line 2"),
        ('{"a": ' + "[" * 100_000, "Not a thread: the line is not JSON: 1\n    line 2"),
        ("[]", "Not a thread: a line is not an object in braces: 1"),
        ("17", "Not a thread: a line is not an object in braces: 1"),
        (line(9, title=None), "Not a thread: it has no title: 1"),
        (line(9, kind="shout"), "Not a thread: its kind is not one of question, "),
        (line(9, posts=[]), "Not a thread: it has no posts: 1"),
        (line(9, posts={"id": 1}), "Not a thread: its posts are not a list: 1"),
        (line(9, posts=["x"]), "Not a thread: a post is not an object in braces: 1"),
        (line(9, posts=[{"id": 1, "body": "x"}]), "Not a thread: a post needs a date in “created”"),
        (
            line(9, posts=[{"id": 1, "created": "2026-01-01"}]),
            "Not a thread: a post needs its text in “body”",
        ),
        (line(9, id=None), "Not a thread: a thread needs an “id”, a number or a word: 1"),
        (line(9, tags="abc"), "Not a thread: its tags are not a list: 1"),
        (line(9, accepted=7), "The accepted answer is not among the replies: 1\n    line 2: 7"),
        (line(9, posts=[reply(1), reply(1)]), "Posts with the same id: the first was taken: 1"),
    ],
)
def test_a_line_that_is_no_thread_is_reported_and_the_rest_comes_in(
    import_dump: Run, source: str, why: str
) -> None:
    report = import_dump(line(1) + source.strip() + "\n" + line(3))

    assert why in report
    assert Thread.objects.filter(source_name__in=["json:1", "json:3"]).count() == 2


def test_truncated_xml_gives_what_stands_before_the_end(import_dump: Run) -> None:
    whole = dump(row(1), row(2), row(3))

    report = import_dump(whole[: whole.index('Id="3"') + 30])

    assert Thread.objects.filter(source_name__in=["stack-exchange:1", "stack-exchange:2"]).count() == 2
    assert "Broken XML" in report


def test_entities_are_never_resolved(import_dump: Run, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush hush")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE posts [<!ENTITY l0 "lol">{laughs}<!ENTITY file SYSTEM "file://{tmp_path}/secret">]>'

    bomb = row(2, Body="BOMB").replace("BOMB", "&l9;")
    stolen = row(3, Body="FILE").replace("FILE", "&file;")
    import_dump(f"{head}<posts>{row(1)}{bomb}{stolen}</posts>")

    bodies = " ".join(Post.objects.values_list("body", flat=True))
    assert "hush" not in bodies
    assert len(bodies) < 1_000_000


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty"),
        (b"\n  \n", "The file is empty"),
        (b"<html><body>Hello</body></html>", "There is no row with an Id in this file"),
        (b"<", "There is no row with an Id in this file"),
        (b"Id,Title\n1,x", "neither a Stack Exchange Posts.xml"),
        (b"\xff\xfe<\x00p\x00", "neither a Stack Exchange Posts.xml"),
        (b"[{}]", "nor JSON Lines, where each line is"),
        (b"\x89PNG\r\n", "neither a Stack Exchange Posts.xml"),
    ],
)
def test_a_file_that_is_no_dump_is_said_plainly(import_dump: Run, content: bytes, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        import_dump(content)


def test_a_community_or_file_that_is_not_there_is_said_plainly(ward: CommunityPage, tmp_path: Path) -> None:
    (tmp_path / "dump").write_text(line())
    with pytest.raises(CommandError, match="There is no community “nowhere”"):
        said("import_threads", str(tmp_path / "dump"), community="nowhere")
    with pytest.raises(CommandError, match="There is no file"):
        said("import_threads", str(tmp_path / "not-there"), community="ward")
