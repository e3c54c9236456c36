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
feedback_given = Signal()  # feedback: Feedback
