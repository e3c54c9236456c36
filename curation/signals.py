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
job_aid_answers_changed = Signal()  # job_aid: JobAidPage; its owner, stand-in or interval
owner_gone = Signal()  # job_aid: JobAidPage, people: list[User]; who answers for it from now on
drift_found = Signal()  # alert: DriftAlert
acknowledgement_due = (
    Signal()
)  # job_aid: JobAidPage, users: QuerySet[User]; members who have not confirmed it
archive_proposed = Signal()  # proposal: ArchiveProposal
feedback_given = Signal()  # feedback: Feedback
review_asked = Signal()  # job_aid: JobAidPage, state: ReviewState; a stage of its review begins
review_decided = Signal()  # job_aid: JobAidPage, user: User, approved: bool, comment: str; somebody's word
review_cancelled = Signal()  # job_aid: JobAidPage, user: User | None, comment: str; nobody decides any more
review_overdue = Signal()  # job_aid: JobAidPage, state: ReviewState; its day passed, once a week
objection_made = Signal()  # objection: Objection; an expert says that a practice is not right
objection_answered = Signal()  # objection: Objection; a curator answered it
words_used = Signal()  # job_aid: JobAidPage, authors: list[User]; a draft uses words of theirs
request_met = Signal()  # request: ContentRequest; there is a job aid now, and everybody who asked is told
request_declined = Signal()  # request: ContentRequest; there will be none, and why stands in it
refusal_made = Signal()  # refusal: Refusal; an author asks that words of theirs not be used
refusal_decided = Signal()  # refusal: Refusal; a curator answered it
remark_made = Signal()  # remark: StepRemark; a reviewer remarks on a step of a draft
acknowledgement_due = Signal()  # job_aid: JobAidPage, users: Iterable[User]; they have not confirmed it yet
question_about_step = Signal()  # question: StepQuestion, person: User | None, of whom it was asked
did_not_work = Signal()  # feedback: Feedback; it did not work for somebody
job_aid_retired = Signal()  # job_aid: JobAidPage; it was withdrawn, and why stands in it
job_aid_superseded = Signal()  # job_aid: JobAidPage, user: User; another replaces it, or none does any more
