from django.urls import URLPattern, path

from curation.views import candidates

_ONE = "curation/candidates/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("curation/candidates/", candidates.candidates, name="desk_candidates"),
    path(_ONE, candidates.candidate, name="candidate"),
    path(_ONE + "take/", candidates.take, name="candidate_take"),
    path(_ONE + "dismiss/", candidates.dismiss, name="candidate_dismiss"),
]
