from django.urls import path

from screencasts.views import edit, lists, media, upload, watch

_ALL = "communities/<slug:slug>/screencasts/"
_ONE = f"{_ALL}<int:pk>/"

app_name = "screencasts"
urlpatterns = [
    path(_ALL, lists.screencast_list, name="list"),
    path(f"{_ALL}new/", upload.upload, name="new"),
    path(f"{_ALL}<int:pk>-<slug:title>/", watch.watch, name="watch"),
    path(f"{_ONE}status/", watch.status, name="status"),
    path(f"{_ONE}edit/", edit.edit, name="edit"),
    path(f"{_ONE}replace/", upload.replace, name="replace"),
    path(f"{_ONE}retry/", edit.retry, name="retry"),
    path(f"{_ONE}remove/", edit.remove, name="remove"),
    path(f"{_ONE}media/<str:name>", media.media, name="media"),
    path(f"{_ONE}captions/<slug:language>.vtt", media.captions, name="captions"),
    path(f"{_ONE}captions/<slug:language>/remove/", edit.remove_captions, name="remove_captions"),
]
