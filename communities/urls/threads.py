from django.urls import URLPattern, path

from communities.states import ReactionKind
from communities.views import posts, threads

_LIST = "communities/<slug:slug>/threads/"
_THREAD = _LIST + "<int:pk>-<slug:words>/"
_POST = _THREAD + "posts/<int:post_id>/"

urlpatterns: list[URLPattern] = [
    path(_LIST, threads.thread_list, name="threads"),
    path(_LIST + "new/", threads.thread_new, name="thread_new"),
    path(_THREAD, threads.thread, name="thread"),
    path(_THREAD + "reply/", threads.reply, name="reply"),
    path(_THREAD + "title/", threads.title, name="thread_title"),
    path(_THREAD + "moderate/", threads.moderate, name="thread_moderate"),
    path(_POST, posts.post, name="post"),
    path(_POST + "edit/", posts.edit, name="post_edit"),
    path(_POST + "versions/<int:number>/", posts.version, name="post_version"),
    path(_POST + "accept/", posts.accept, name="post_accept"),
    path(_POST + "thanks/", posts.react, {"kind": ReactionKind.THANKS}, name="post_thank"),
    path(_POST + "worked/", posts.react, {"kind": ReactionKind.WORKED}, name="post_worked"),
    path(_POST + "remove/", posts.remove, name="post_remove"),
]
