from django.urls import URLPattern, path

from curation.views import flags

_FLAG = "communities/<slug:slug>/flags/<slug:kind>/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("flags/", flags.mine, name="my_flags"),
    path(_FLAG, flags.flag, name="flag"),
    path("flags/<int:pk>/withdraw/", flags.withdraw, name="withdraw_flag"),
]
