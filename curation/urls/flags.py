from django.urls import URLPattern, path

from curation.views import flags, words

_FLAG = "communities/<slug:slug>/flags/<slug:kind>/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("flags/", flags.mine, name="my_flags"),
    path(_FLAG, flags.flag, name="flag"),
    path("flags/<int:pk>/withdraw/", flags.withdraw, name="withdraw_flag"),
    path("flags/yours/", words.mine, name="my_words"),
    path("flags/yours/<int:pk>/take-back/", words.take_back, name="refusal_take_back"),
    path("communities/<slug:slug>/refusals/<slug:kind>/<int:pk>/", words.refuse, name="refuse"),
    path("communities/<slug:slug>/job-aids/<str:aid>/naming/", words.naming, name="naming"),
    path("curation/refusals/", words.refusals, name="desk_refusals"),
    path("curation/refusals/<int:pk>/", words.refusal, name="refusal"),
]
