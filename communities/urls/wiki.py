from django.urls import path, register_converter
from django.urls.converters import IntConverter

from communities.views import (
    attachments,
    drafts,
    wiki,
    wiki_bin,
    wiki_editing,
    wiki_history,
    wiki_links,
    wiki_moving,
    wiki_tree,
)


class WikiPathConverter:
    """The slugs of a page and of those above it: "medication-round/scanning"."""

    regex = r"[-\w]+(?:/[-\w]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class NumberConverter(IntConverter):
    """A number that every database can hold."""

    regex = "[0-9]{1,9}"


register_converter(WikiPathConverter, "wikipath")
register_converter(NumberConverter, "number")

WIKI = "communities/<slug:slug>/wiki/"
PAGE = WIKI + "<wikipath:wiki_path>/"

urlpatterns = [
    path(WIKI, wiki.index, name="wiki"),
    path(WIKI + "new/", wiki_editing.new, name="wiki_new"),
    path(PAGE + "new/", wiki_editing.new, name="wiki_new_below"),
    path(PAGE + "edit/", wiki_editing.edit, name="wiki_edit"),
    path(PAGE + "merge/", wiki_editing.merge, name="wiki_merge"),
    path(PAGE + "move/", wiki_moving.move, name="wiki_move"),
    path(PAGE + "copy/", wiki_moving.copy, name="wiki_copy"),
    path(PAGE + "delete/", wiki_bin.delete, name="wiki_delete"),
    path(PAGE + "links/", wiki_links.links, name="wiki_links"),
    path(PAGE + "history/", wiki_history.history, name="wiki_history"),
    path(PAGE + "compare/", wiki_history.compare_chosen, name="wiki_compare_chosen"),
    path(PAGE + "compare/<number:old>/<number:new>/", wiki_history.compare, name="wiki_compare"),
    path(PAGE + "restore/<number:number>/", wiki_history.restore, name="wiki_restore"),
    path(PAGE + "undo/<number:number>/", wiki_history.undo, name="wiki_undo"),
    path(PAGE + "revisions/<number:number>/", wiki_history.revision, name="wiki_revision"),
    path(PAGE, wiki.page, name="wiki_page"),
    path("w/<number:revision_id>/", wiki_history.at_revision, name="wiki_at"),
    path("communities/<slug:slug>/drafts/", drafts.drafts, name="drafts"),
    path("communities/<slug:slug>/files/", attachments.upload, name="files"),
    path("communities/<slug:slug>/bin/", wiki_bin.contents, name="bin"),
    path("communities/<slug:slug>/bin/<number:pk>/restore/", wiki_bin.restore, name="bin_restore"),
    path("communities/<slug:slug>/bin/<number:pk>/purge/", wiki_bin.purge, name="bin_purge"),
    path("communities/<slug:slug>/pages/", wiki_tree.pages, name="pages"),
    path("communities/<slug:slug>/link-finder/", wiki.link_finder, name="link_finder"),
    path("files/<uuid:pk>/<str:name>", attachments.file, name="file"),
]
