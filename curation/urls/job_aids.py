from django.urls import URLPattern, path

from curation.views import (
    choosing,
    confirming,
    drift,
    feedback,
    job_aids,
    reviews,
    sheets,
    verification,
    versions,
)

_LIST = "communities/<slug:slug>/job-aids/"
_ONE = _LIST + "<slug:aid>/"

urlpatterns: list[URLPattern] = [
    path("job-aids/", job_aids.library, name="library"),
    path("j/<slug:code>/", sheets.newest_sheet, name="newest_sheet"),
    path("j/<slug:code>/<int:number>/", sheets.from_paper, name="short_link"),
    path(_LIST, job_aids.community_list, name="job_aids"),
    path(_LIST + "choose/pictures/", choosing.pictures, name="choose_pictures"),
    path(_LIST + "choose/clips/", choosing.clips, name="choose_clips"),
    path(_LIST + "choose/clips/<int:pk>/", choosing.clip, name="choose_clip"),
    path(_LIST + "choose/people/", choosing.people, name="choose_people"),
    path(_ONE, job_aids.job_aid, name="job_aid"),
    path(_ONE + "print/", job_aids.print_sheet, name="job_aid_print"),
    path(_ONE + "qr.svg", job_aids.qr, name="job_aid_qr"),
    path(_ONE + "versions/", job_aids.versions, name="job_aid_versions"),
    path(_ONE + "versions/<int:old>/<int:new>/", versions.compared, name="job_aid_compared"),
    path(_ONE + "versions/<int:number>/", job_aids.version, name="job_aid_version"),
    path(_ONE + "confirm/", confirming.confirm, name="job_aid_confirm"),
    path(_ONE + "readers/", confirming.readers, name="job_aid_readers"),
    path(_ONE + "readers.csv", confirming.readers_csv, name="job_aid_readers_csv"),
    path(_ONE + "readers/remind/", confirming.remind_readers, name="job_aid_remind"),
    path(_ONE + "feedback/", feedback.feedback, name="job_aid_feedback"),
    path(_ONE + "ask/", feedback.ask, name="job_aid_ask"),
    path(_ONE + "questions/<int:pk>/note/", feedback.add_note, name="step_note_add"),
    path(_ONE + "notes/<int:pk>/remove/", feedback.take_note_away, name="step_note_remove"),
    path(_ONE + "still-right/", verification.still_right, name="job_aid_still_right"),
    path(_ONE + "check/", verification.check, name="job_aid_check"),
    path(_ONE + "check/answers/", verification.answers, name="job_aid_answers"),
    path(_ONE + "check/step/", verification.step_is_right, name="job_aid_check_step"),
    path(_ONE + "draft/", reviews.draft, name="job_aid_draft"),
    path(_ONE + "draft/send/", reviews.send, name="job_aid_send"),
    path(_ONE + "draft/remarks/", reviews.remark, name="job_aid_remark"),
    path(_ONE + "draft/remarks/<int:pk>/resolve/", reviews.resolve, name="job_aid_resolve"),
    path(_ONE + "draft/take-back/", reviews.take_it_back, name="job_aid_take_back"),
    path(_ONE + "draft/approve/", reviews.approve, name="job_aid_approve"),
    path(_ONE + "draft/changes/", reviews.ask_for_changes, name="job_aid_changes"),
    path("curation/drift/<int:pk>/", drift.drift, name="drift"),
]
