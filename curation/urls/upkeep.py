from django.urls import URLPattern, path

from curation.views import releases

urlpatterns: list[URLPattern] = [
    path("curation/releases/", releases.releases, name="desk_releases"),
    path("curation/releases/<int:pk>/", releases.release, name="release"),
    path("curation/releases/<int:pk>/withdraw/", releases.withdraw, name="release_withdraw"),
    path("curation/systems/", releases.new_system, name="system_new"),
    path("curation/systems/<int:pk>/announce/", releases.announce, name="release_announce"),
]
