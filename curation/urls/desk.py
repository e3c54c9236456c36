from django.urls import URLPattern, path

from curation.views import desk, desk_acts, desk_pace, desk_places, desk_practices, desk_requests

_PLACE = "curation/places/<int:pk>/"
_SLIP = "curation/on/<slug:on>/<int:pk>/"
_REQUEST = "curation/requests/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("curation/", desk.desk, name="desk"),
    # the parts: curation.desk.parts names them
    path("curation/flags/", desk.flags, name="desk_flags"),
    path("curation/practices/", desk_practices.board, name="desk_practices"),
    path("curation/sources/", desk.sources, name="desk_sources"),
    path("curation/verify/", desk.verify, name="desk_verify"),
    path("curation/reviews/", desk.reviews, name="desk_reviews"),
    path("curation/badly/", desk.badly, name="desk_badly"),
    path("curation/requests/", desk_requests.requests, name="desk_requests"),
    path("curation/pace/", desk_pace.pace, name="desk_pace"),
    # one flagged place
    path(_PLACE, desk_places.place, name="place"),
    path(_PLACE + "practice/", desk_places.make, name="place_make"),
    path(_PLACE + "join/", desk_places.join, name="place_join"),
    path(_PLACE + "decline/", desk_places.decline, name="place_decline"),
    path(_PLACE + "take-out/", desk_places.take_out, name="place_take_out"),
    # practices
    path("curation/practices/list/", desk_practices.listed, name="desk_practice_list"),
    path("curation/practices/bulk/", desk_practices.bulk, name="desk_practice_bulk"),
    # one request
    path(_REQUEST, desk_requests.request, name="desk_request"),
    path(_REQUEST + "meet/", desk_requests.meet, name="desk_request_meet"),
    path(_REQUEST + "decline/", desk_requests.decline, name="desk_request_decline"),
    # anything: claims, dates, notes
    path(_SLIP, desk_acts.slip, name="slip"),
    path(_SLIP + "claim/", desk_acts.take_on, name="claim"),
    path(_SLIP + "put-back/", desk_acts.give_back, name="put_back"),
    path(_SLIP + "due/", desk_acts.due, name="set_due"),
    path(_SLIP + "notes/", desk_acts.note, name="desk_note"),
]
