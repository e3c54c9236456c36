from django.urls import URLPattern, path

from curation.views import library, releases

urlpatterns: list[URLPattern] = [
    path("curation/releases/", releases.releases, name="desk_releases"),
    path("curation/releases/<int:pk>/", releases.release, name="release"),
    path("curation/releases/<int:pk>/withdraw/", releases.withdraw, name="release_withdraw"),
    path("curation/archive/", library.archive, name="desk_archive"),
    path("curation/archive/<int:pk>/keep/", library.keep, name="archive_keep"),
    path("curation/alike/", library.alike, name="desk_alike"),
    path("curation/alike/<int:first>/<int:second>/", library.side_by_side, name="alike_compare"),
    path("curation/alike/<int:first>/<int:second>/decide/", library.decide, name="alike_decide"),
    path("curation/systems/", releases.new_system, name="system_new"),
    path("curation/systems/<int:pk>/announce/", releases.announce, name="release_announce"),
]
