from django.urls import path

from search.views import gaps, needed, opened, pins, results, saved, similar, synonyms

app_name = "search"
urlpatterns = [
    path("search/", results.search, name="search"),
    path("search/suggest/", results.suggest, name="suggest"),
    path("search/similar/<slug:slug>/", similar.similar, name="similar"),
    path("search/pin/<slug:kind>/<int:thing_id>/", pins.pin, name="pin"),
    path("curation/pins/", pins.pins, name="pins"),
    path("curation/pins/<int:pk>/remove/", pins.unpin, name="unpin"),
    path("curation/synonyms/", synonyms.synonyms, name="synonyms"),
    path("curation/synonyms/new/", synonyms.new, name="synonyms_new"),
    path("curation/synonyms/<int:pk>/", synonyms.change, name="synonyms_change"),
    path("curation/synonyms/<int:pk>/remove/", synonyms.remove, name="synonyms_remove"),
    path("search/opened/", opened.opened, name="opened"),
    path("search/needed/", needed.needed, name="needed"),
    path("search/saved/", saved.kept, name="kept"),
    path("search/saved/new/", saved.keep, name="keep"),
    path("search/saved/<int:pk>/", saved.open_kept, name="kept_open"),
    path("search/saved/<int:pk>/change/", saved.change, name="kept_change"),
    path("search/saved/<int:pk>/remove/", saved.remove, name="kept_remove"),
    path("curation/gaps/", gaps.gaps, name="gaps"),
]
