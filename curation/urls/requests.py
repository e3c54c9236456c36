from django.urls import URLPattern, path

from curation.views import desk_pace, requests

_LIST = "communities/<slug:slug>/requests/"

urlpatterns: list[URLPattern] = [
    path("requests/", requests.mine, name="my_requests"),
    path("requests/new/", requests.where, name="request_where"),
    path(_LIST, requests.wanted, name="requests"),
    path(_LIST + "new/", requests.new, name="request_new"),
    path(_LIST + "<int:pk>/", requests.request, name="request"),
    path(_LIST + "<int:pk>/voice/", requests.voice, name="request_voice"),
    path("communities/<slug:slug>/curation/", desk_pace.targets, name="targets"),
]
