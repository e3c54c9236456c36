from django.urls import URLPattern, path

from curation.views import objections, practices, promotion

_BOARD = "communities/<slug:slug>/practices/"
_PRACTICE = _BOARD + "<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(_BOARD, practices.board, name="practices"),
    path(_BOARD + "new/", practices.new, name="practice_new"),
    path(_PRACTICE, practices.practice, name="practice"),
    path(_PRACTICE + "edit/", practices.edit, name="practice_edit"),
    path(_PRACTICE + "state/", practices.state, name="practice_state"),
    path(_PRACTICE + "endorse/", practices.endorse, name="practice_endorse"),
    path(_PRACTICE + "endorse/take-back/", objections.take_back_endorsement, name="endorsement_take_back"),
    path(_PRACTICE + "object/", objections.object_to, name="object"),
    path(_PRACTICE + "objections/<int:objection_id>/withdraw/", objections.withdraw, name="objection_withdraw"),
    path(_PRACTICE + "objections/<int:objection_id>/answer/", objections.answer, name="objection_answer"),
    path(_PRACTICE + "sources/", practices.add_source, name="source_add"),
    path(_PRACTICE + "sources/<int:source_id>/remove/", practices.remove_source, name="source_remove"),
    path(_PRACTICE + "promote/", promotion.promote, name="promote"),
]
