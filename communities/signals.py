"""News of this app, sent last in the transaction of the change."""

from django.dispatch import Signal

wiki_page_saved = (
    Signal()
)  # page: WikiPage, revision: Revision, user: User | None, is_minor: bool (tell nobody)
wiki_page_removed = Signal()  # page_id: int, community_id: int
thread_saved = Signal()  # thread: Thread, created: bool
post_saved = Signal()  # post: Post (with its thread), created: bool
post_reacted = Signal()  # post: Post, kind: str; somebody reacted to it, or took that back
was_read = (
    Signal()
)  # kind: "wiki_page", "thread", "screencast", "job_aid"; pk: int, user: User; not stored here
community_changed = Signal()  # community: CommunityPage; its visibility may have changed
membership_changed = Signal()  # membership: Membership
join_asked = Signal()  # membership: Membership, a request
join_answered = Signal()  # answer: JoinAnswer; the request is granted or gone
invited_by_mail = Signal()  # invitation: Invitation, whose mail is to be sent
exploring_changed = (
    Signal()
)  # thing: a community, page, thread, post or recording; kept for trying out, or released
