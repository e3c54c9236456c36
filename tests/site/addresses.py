"""Every address of the site, and who gets what there: the table that test_leaks.py walks.

A new address is one line: in `IN_A_COMMUNITY` when it shows or changes what stands in one, in `OF_THE_SITE` when it
shows several or none. `who` names the group of GROUPS that may; others who may read the community are refused (403),
and to those who may not even read it, it answers as if it were not there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.site.world import ROLES, picture

EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {"visitor"}
INSIDE = frozenset({"member", "expert", "facilitator", "administrator"})

READS = {"public": EVERYBODY, "open": SIGNED_IN, "on request": INSIDE, "private": INSIDE}
KNOWS = READS | {"on request": SIGNED_IN}

GROUPS = {
    "readers": EVERYBODY,
    "readers signed in": SIGNED_IN,
    "writers": INSIDE | {"curator"},
    "authors": frozenset({"member"}),  # the member wrote what is asked for
    "authors and moderators": frozenset({"member", "facilitator", "administrator"}),
    "others who write": frozenset({"expert", "facilitator", "curator", "administrator"}),
    "answerers": INSIDE,  # the member asked; experts, facilitators and administrators may too
    "moderators": frozenset({"facilitator", "administrator"}),
    "endorsers": frozenset({"expert", "curator"}),
    "curators": frozenset({"curator", "administrator"}),
    "those who set targets": frozenset({"facilitator", "curator", "administrator"}),
    "members": INSIDE - {"administrator"},
    "followers of readers": frozenset({"facilitator", "curator", "administrator"}),
    "reviewers": frozenset({"expert", "curator", "administrator"}),
    "flaggers": frozenset({"expert"}),  # the expert set the flag and made the objection that are asked for
}


@dataclass(frozen=True)
class Address:
    """`args` are keys of Place.parts; a dotted one reads an attribute. `others` is what the refused may get."""

    name: str
    args: str
    who: str = "readers"
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)
    known: bool = False  # open to those who may know of the community and not read it
    others: str = "refused"

    def values(self, parts: dict[str, Any]) -> list[Any]:
        return [_value(parts, key) for key in self.args.split()]


def _value(parts: dict[str, Any], key: str) -> Any:
    first, *rest = key.split(".")
    value = parts.get(first, first)
    for name in rest:
        value = getattr(value, name)
    return value


_THREAD = "slug thread.pk thread_words"
_POST = f"{_THREAD} post.pk"
_ANSWER = f"{_THREAD} answer.pk"
_SCREENCAST = "slug recording.pk"
_PRACTICE = "slug practice.pk"
_AID = "slug aid.slug"


def _group(prefix: str, *rows: Address) -> list[Address]:
    return [
        Address(f"{prefix}:{row.name}", row.args, row.who, row.method, row.data, row.known, row.others)
        for row in rows
    ]


A: Callable[..., Address] = Address

IN_A_COMMUNITY = [
    *_group(
        "communities",
        A("home", "slug", known=True),
        A("about", "slug"),
        A("start", "slug", "moderators"),
        A("start_add", "slug", "moderators", "post", {"kind": "thread", "thing_id": 1}),
        A("start_change", "slug start_item.pk", "moderators", "post", {"act": "up"}),
        A("welcomed", "slug", "readers signed in", "post"),
        A("edit", "slug", "moderators"),
        A("edit", "slug", "moderators", "post", {"title": "x", "purpose": "x", "access": "open"}),
        A("join", "slug", "readers signed in", "post", known=True),
        A("bulk_join", "slug", "moderators"),
        A("bulk_join", "slug", "moderators", "post", {"people": "@stranger", "act": "join"}),
        A("invitations", "slug", "moderators"),
        A("invitations", "slug", "moderators", "post", {"act": "link", "days": "7", "is_single": "one"}),
        A("invitation_revoke", "slug invitation.pk", "moderators", "post"),
        A("members", "slug"),
        A("member", "slug member", "moderators"),
        A("member_add", "slug", "moderators", "post", {"handle": "stranger"}),
        A("approve", "slug handle", "moderators", "post"),
        A("decline", "slug handle", "moderators"),
        A("decline", "slug handle", "moderators", "post", {"reason": "not yet"}),
        A("remove", "slug handle", "moderators", "post"),
        # threads
        A("threads", "slug"),
        A("thread_new", "slug", "writers"),
        A("thread_new", "slug", "writers", "post", {"title": "A new question", "body": "<p>typed</p>"}),
        A("thread", _THREAD),
        A("reply", _THREAD, "writers", "post", {"body": "<p>typed</p>"}),
        A("thread_title", _THREAD, "authors and moderators"),
        A("thread_moderate", _THREAD, "moderators", "post", {"act": "pin"}),
        A("post", _POST),
        A("post_edit", _POST, "authors"),
        A("post_edit", _POST, "authors", "post", {"body": "<p>typed</p>"}),
        A("post_version", f"{_POST} number"),
        A("post_accept", _ANSWER, "answerers", "post"),
        A("post_thank", _POST, "others who write", "post", {"thanks": "1"}),
        A("post_worked", _POST, "others who write", "post", {"worked": "1"}),
        A("post_remove", _POST, "moderators", "post"),
        # wiki
        A("wiki", "slug"),
        A("pages", "slug"),
        A("wiki_new", "slug", "writers"),
        A("wiki_new", "slug", "writers", "post", {"title": "New page", "body": "<p>typed</p>"}),
        A("wiki_new_below", "slug wiki_path", "writers"),
        A("wiki_page", "slug wiki_path"),
        A("wiki_edit", "slug wiki_path", "writers"),
        A("wiki_edit", "slug wiki_path", "writers", "post", {"title": "x", "body": "<p>typed</p>"}),
        A("wiki_merge", "slug wiki_path", "writers", "post", {"title": "x", "body": "<p>typed</p>"}),
        A("wiki_copy", "slug wiki_path", "writers"),
        A("wiki_copy", "slug wiki_path", "writers", "post", {"parent": "0", "title": "Its copy"}),
        A("wiki_delete", "slug wiki_path", "writers"),
        A("wiki_delete", "slug wiki_path", "writers", "post", {"reason": "x"}),
        A("bin", "slug", "writers"),
        A("bin_restore", "slug binned.pk", "writers", "post"),
        A("bin_purge", "slug binned.pk", "moderators"),
        A("bin_purge", "slug binned.pk", "moderators", "post"),
        A("wiki_links", "slug wiki_path"),
        A("wiki_move", "slug wiki_path", "writers"),
        A("wiki_move", "slug wiki_path", "writers", "post", {"parent": "0"}),
        A("wiki_history", "slug wiki_path"),
        A("wiki_compare", "slug wiki_path 1 2"),
        A("wiki_compare_chosen", "slug wiki_path"),
        A("wiki_revision", "slug wiki_path number"),
        A("wiki_restore", "slug wiki_path number", "writers", "post"),
        A("wiki_undo", "slug wiki_path 2", "writers", "post"),
        A("wiki_at", "page.latest_revision_id"),
        A("drafts", "slug", "writers", "post", {"act": "seen", "place": "new-1", "tab": "1"}),
        A("files", "slug", "writers", "post", {"file": picture}),
        A("link_finder", "slug"),
        A("file", "attachment.pk attachment.name"),
    ),
    *_group(
        "screencasts",
        A("list", "slug"),
        A("new", "slug", "writers"),
        A("watch", f"{_SCREENCAST} recording.slug"),
        A("status", _SCREENCAST),
        A("edit", _SCREENCAST, "authors and moderators"),
        A("replace", _SCREENCAST, "authors and moderators", "post"),
        A("retry", _SCREENCAST, "authors and moderators", "post"),
        A("remove", _SCREENCAST, "authors and moderators"),
        A("remove", _SCREENCAST, "authors and moderators", "post"),
        A("media", f"{_SCREENCAST} media"),
        A("captions", f"{_SCREENCAST} language"),
        A("remove_captions", f"{_SCREENCAST} language", "authors and moderators", "post"),
    ),
    *_group(
        "curation",
        A("flag", "slug on post.pk", "writers"),
        A("flag", "slug on post.pk", "writers", "post", {"kind": "works", "reason": "It works"}),
        A("withdraw_flag", "flag.pk", "flaggers", "post", others="hidden"),
        A("refuse", "slug on post.pk", "authors"),
        A("refuse", "slug on post.pk", "authors", "post", {"reason": "A guess"}),
        A("refusal", "refusal.pk", "curators"),
        A("refusal", "refusal.pk", "curators", "post", {"answer": "Right"}),
        A("refusal_take_back", "refusal.pk", "authors", "post", others="hidden"),
        A("naming", _AID, "readers signed in", "post", {"named": "0"}),
        A("place", "flagged.pk", "curators"),
        A("place_make", "flagged.pk", "curators", "post"),
        A("place_join", "flagged.pk", "curators", "post"),
        A("place_decline", "flagged.pk", "curators", "post"),
        A("candidate", "candidate.pk", "curators"),
        A("candidate_take", "candidate.pk", "curators", "post"),
        A("candidate_dismiss", "candidate.pk", "curators", "post"),
        A("place_take_out", "flagged.pk", "curators", "post"),
        A("slip", "flagged_place flagged.pk", "curators"),
        A("slip", "on_practice practice.pk", "curators"),
        A("slip", "job_aid aid.pk", "curators"),
        A("slip", "on_alert alert.pk", "curators"),
        A("slip", "on_request request.pk", "curators"),
        A("claim", "flagged_place flagged.pk", "curators", "post"),
        A("claim", "on_request request.pk", "curators", "post"),
        A("put_back", "on_alert alert.pk", "curators", "post"),
        A("set_due", "on_practice practice.pk", "curators", "post", {"due_on": ""}),
        A("desk_note", "flagged_place flagged.pk", "curators", "post", {"text": "x"}),
        A("desk_note", "job_aid aid.pk", "curators", "post", {"text": "x"}),
        A("desk_request", "request.pk", "curators"),
        A("desk_request_meet", "request.pk", "curators", "post"),
        A("desk_request_decline", "request.pk", "curators", "post"),
        A("requests", "slug"),
        A("request_new", "slug", "writers"),
        A("request_new", "slug", "writers", "post", {"title": "A request", "sure": "yes"}),
        A("request", "slug request.pk"),
        A("request_voice", "slug request.pk", "writers", "post"),
        A("targets", "slug", "those who set targets"),
        A("targets", "slug", "those who set targets", "post", {"decide_days": "1"}),
        A("practices", "slug"),
        A("practice_new", "slug", "curators"),
        A("practice", _PRACTICE),
        A("practice_edit", _PRACTICE, "curators"),
        A("practice_state", _PRACTICE, "curators", "post"),
        A("practice_endorse", _PRACTICE, "endorsers", "post", {"note": "It works"}),
        A("endorsement_take_back", _PRACTICE, "endorsers", "post"),
        A("object", _PRACTICE, "endorsers", "post", {"reason": "It fails"}),
        A("objection_withdraw", f"{_PRACTICE} objection.pk", "flaggers", "post", others="hidden"),
        A("objection_answer", f"{_PRACTICE} objection.pk", "curators", "post", {"answer": "x"}),
        A("source_add", _PRACTICE, "curators", "post"),
        A("source_find", _PRACTICE, "curators"),
        A("source_choose", _PRACTICE, "curators"),
        A("source_choose", _PRACTICE, "curators", "post"),
        A("source_move", f"{_PRACTICE} source.pk", "curators", "post", {"to": "up"}),
        A("source_quote", f"{_PRACTICE} source.pk", "curators"),
        A("source_quote", f"{_PRACTICE} source.pk", "curators", "post", {"first": "0", "last": "0"}),
        A("source_changes", f"{_PRACTICE} source.pk"),
        A("source_take", f"{_PRACTICE} source.pk", "curators", "post", {"digest": "x"}),
        A("source_remove", f"{_PRACTICE} source.pk", "curators", "post"),
        A("promote", _PRACTICE, "curators"),
        A("promote", _PRACTICE, "curators", "post"),
        A("job_aids", "slug"),
        A("choose_pictures", "slug", "curators"),
        A("choose_clips", "slug", "curators"),
        A("choose_clip", "slug recording.pk", "curators"),
        A("choose_people", "slug", "curators"),
        A("job_aid", _AID),
        A("job_aid_print", _AID),
        A("job_aid_qr", _AID),
        A("job_aid_versions", _AID),
        A("job_aid_version", f"{_AID} number"),
        A("job_aid_confirm", _AID, "members", "post", {"number": "1"}),
        A("job_aid_readers", _AID, "followers of readers"),
        A("job_aid_readers_csv", _AID, "followers of readers"),
        A("job_aid_remind", _AID, "followers of readers", "post"),
        A("job_aid_feedback", _AID, "readers signed in", "post", {"worked": "yes"}),
        A("job_aid_ask", _AID, "writers"),
        A("job_aid_ask", _AID, "writers", "post", {"title": "About step 1", "body": "<p>typed</p>"}),
        A("step_note_add", f"{_AID} about.pk", "curators", "post"),
        A("step_note_remove", f"{_AID} step_note.pk", "curators", "post"),
        A("job_aid_still_right", _AID, "curators", "post"),
        A("job_aid_check", _AID, "curators"),
        A("job_aid_check_step", _AID, "curators", "post"),
        A("job_aid_answers", _AID, "curators", "post"),
        A("release", "release.pk", "curators"),
        A("archive_keep", "proposal.pk", "curators", "post"),
        A("alike_compare", "aid.pk twin.pk", "curators"),
        A("alike_decide", "aid.pk twin.pk", "curators", "post", {"act": "different"}),
        A("release_withdraw", "release.pk", "curators", "post"),
        A("release_announce", "system.pk", "curators", "post", {"name": "12.1"}),
        A("job_aid_draft", _AID, "reviewers", others="hidden"),
        A("job_aid_send", _AID, "curators", "post", others="hidden refused"),
        A("job_aid_compared", f"{_AID} number number"),
        A("job_aid_remark", _AID, "reviewers", "post", others="hidden"),
        A("job_aid_resolve", f"{_AID} remark.pk", "curators", "post", others="hidden refused"),
        A("job_aid_retire", _AID, "curators"),
        A("job_aid_retire", _AID, "curators", "post", {"act": "withdraw"}),
        A("job_aid_bring_back", _AID, "curators", "post"),
        A("job_aid_unplan", _AID, "curators", "post"),
        A("job_aid_take_back", _AID, "curators", "post", others="hidden refused"),
        A("job_aid_approve", _AID, "reviewers", "post", others="hidden"),
        A("job_aid_changes", _AID, "reviewers", "post", others="hidden"),
        A("short_link", "aid.code number"),
        A("newest_sheet", "aid.code"),
        A("drift", "alert.pk", "curators"),
        A("drift", "alert.pk", "curators", "post", {"act": "keep"}),
    ),
    *_group(
        "search",
        A("similar", "slug"),
        A("pin", "wiki page.pk", "curators", "post", {"q": "lantern"}),
        A("unpin", "pin.pk", "curators", "post"),
        A("synonyms_change", "synonyms.pk", "curators"),
        A("synonyms_change", "synonyms.pk", "curators", "post", {"words": "lantern\nlamp"}),
        A("synonyms_remove", "synonyms.pk", "curators", "post"),
    ),
    *_group(
        "notifications",
        A("open", "notice.pk", "flaggers", others="hidden"),
        A("read", "notice.pk", "flaggers", "post", others="hidden"),
    ),
]

# Pages of no one community: whoever gets them reads nothing there that they may not know of.
OF_THE_SITE = [
    ("home", [], {}),
    ("communities:directory", [], {}),
    ("communities:new", [], {}),
    ("people:directory", [], {}),
    ("people:person", ["member"], {}),
    ("people:person", ["expert"], {}),
    ("people:person", ["maker"], {}),
    ("people:edit", [], {}),
    ("search:search", [], {}),
    ("search:search", [], {"q": "lantern"}),
    ("search:search", [], {"q": "wombat"}),
    ("search:search", [], {"q": "lantern", "explain": "1"}),
    ("search:search", [], {"q": "gadget"}),
    ("search:pins", [], {}),
    ("search:synonyms", [], {}),
    ("search:synonyms_new", [], {}),
    ("search:search", [], {"q": "lantern in:w by:@w tag:w role:w system:w release:1"}),
    ("search:search", [], {"q": "type:thread,wiki,job-aid"}),
    ("search:suggest", [], {"q": "lant"}),
    ("search:suggest", [], {"q": "in:"}),
    ("search:suggest", [], {"q": "tag:"}),
    ("search:suggest", [], {"q": "by:@"}),
    ("search:suggest", [], {"q": "womb"}),
    ("search:gaps", [], {}),
    ("search:gaps", [], {"show": "asked", "days": "90"}),
    ("search:needed", [], {"q": "lantern"}),
    ("search:kept", [], {}),
    ("search:keep", [], {"q": "lantern"}),
    ("curation:library", [], {}),
    ("curation:desk", [], {}),
    ("curation:desk_candidates", [], {}),
    ("curation:desk_flags", [], {}),
    ("curation:desk_practices", [], {}),
    ("curation:desk_practice_list", [], {}),
    ("curation:desk_sources", [], {}),
    ("curation:desk_verify", [], {}),
    ("curation:desk_reviews", [], {}),
    ("curation:desk_badly", [], {}),
    ("curation:desk_requests", [], {}),
    ("curation:desk_pace", [], {}),
    ("curation:my_requests", [], {}),
    ("curation:request_where", [], {"title": "lantern"}),
    ("curation:my_flags", [], {}),
    ("curation:my_words", [], {}),
    ("curation:desk_refusals", [], {}),
    ("notifications:list", [], {}),
    ("notifications:choices", [], {}),
    ("curation:desk_releases", [], {}),
    ("curation:desk_archive", [], {}),
    ("curation:desk_alike", [], {}),
]

# Shown to everybody, or drawn by others and tested with them.
ELSEWHERE = {
    "stylesheet": "the same for all",
    "curation:desk_practice_bulk": "names its practices in the form: tests/curation/test_desk_practices.py",
    "curation:system_new": "names its community in the form: tests/curation/test_releases.py",
    "communities:leave": "only those inside have it: tests/communities/community/test_entering.py",
    "communities:invitation": "whoever holds its token: tests/communities/community/test_invitations.py",
    "communities:invitation_kept": "of one's own session: tests/communities/community/test_invitations.py",
    "communities:invitation_mine": "one's own alone: tests/communities/community/test_invitations.py",
    "people:sign_in_to_admin": "tests/people/test_sign_in.py",
    "notifications:read_all": "one's own alone: tests/notifications/test_notices.py",
    "search:opened": "answers nothing: tests/search/test_asked.py",
    "search:kept_open": "one's own alone: tests/search/test_saved.py",
    "search:kept_change": "one's own alone: tests/search/test_saved.py",
    "search:kept_remove": "one's own alone: tests/search/test_saved.py",
}
ELSEWHERE_BELOW = ("accounts/", "admin/", "_util/")  # allauth and Wagtail; the admin's own test is below
