from django.urls import URLPattern, path

from curation.views import objections, practices, promotion, sources

_BOARD = "communities/<slug:slug>/practices/"
_PRACTICE = _BOARD + "<int:pk>/"
_SOURCES = _PRACTICE + "sources/"

urlpatterns: list[URLPattern] = [
    path(_BOARD, practices.board, name="practices"),
    path(_BOARD + "new/", practices.new, name="practice_new"),
    path(_PRACTICE, practices.practice, name="practice"),
    path(_PRACTICE + "edit/", practices.edit, name="practice_edit"),
    path(_PRACTICE + "state/", practices.state, name="practice_state"),
    path(_PRACTICE + "endorse/", practices.endorse, name="practice_endorse"),
    path(_PRACTICE + "endorse/take-back/", objections.take_back_endorsement, name="endorsement_take_back"),
    path(_PRACTICE + "object/", objections.object_to, name="object"),
    path(
        _PRACTICE + "objections/<int:objection_id>/withdraw/", objections.withdraw, name="objection_withdraw"
    ),
    path(_PRACTICE + "objections/<int:objection_id>/answer/", objections.answer, name="objection_answer"),
    path(_SOURCES, sources.add, name="source_add"),
    path(_SOURCES + "find/", sources.find, name="source_find"),
    path(_SOURCES + "choose/", sources.choose, name="source_choose"),
    path(_SOURCES + "<int:source_id>/remove/", sources.remove, name="source_remove"),
    path(_SOURCES + "<int:source_id>/move/", sources.move, name="source_move"),
    path(_SOURCES + "<int:source_id>/words/", sources.quote, name="source_quote"),
    path(_SOURCES + "<int:source_id>/changes/", sources.changes, name="source_changes"),
    path(_SOURCES + "<int:source_id>/take/", sources.take, name="source_take"),
    path(_PRACTICE + "promote/", promotion.promote, name="promote"),
]
