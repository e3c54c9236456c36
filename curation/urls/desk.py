from django.urls import URLPattern, path

from curation.views import desk

_PLACE = "curation/places/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("curation/", desk.desk, name="desk"),
    path(_PLACE, desk.place, name="place"),
    path(_PLACE + "practice/", desk.make, name="place_make"),
    path(_PLACE + "join/", desk.join, name="place_join"),
    path(_PLACE + "decline/", desk.decline, name="place_decline"),
]
