"""News of this app, sent last in the transaction of the change."""

from django.dispatch import Signal

practice_saved = Signal()  # practice: Practice; its words, state, sources or endorsements changed
place_flagged = Signal()  # place: FlaggedPlace, flag: Flag
place_decided = Signal()  # place: FlaggedPlace, user: User; taken into a practice, or declined
job_aid_drafted = Signal()  # job_aid: JobAidPage; a draft was made of a practice
job_aid_published = Signal()  # job_aid: JobAidPage
job_aid_verified = (
    Signal()
)  # job_aid: JobAidPage; somebody said that it is still right, its words are the same
release_announced = Signal()  # release: Release; labels of its system's job aids say so already
release_withdrawn = Signal()  # release: Release; it was announced by mistake
verification_due = Signal()  # job_aid: JobAidPage, days: int (0: it ends today, or has ended)
owner_gone = Signal()  # job_aid: JobAidPage, people: list[User]; who answers for it from now on
drift_found = Signal()  # alert: DriftAlert
archive_proposed = Signal()  # proposal: ArchiveProposal
feedback_given = Signal()  # feedback: Feedback
