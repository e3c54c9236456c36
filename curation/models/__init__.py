from curation.models.feedback import Feedback
from curation.models.flag import Flag, FlaggedPlace
from curation.models.job_aid import JobAidIndexPage, JobAidPage
from curation.models.place import Place
from curation.models.practice import Endorsement, Practice, PracticeLog, PracticeSource
from curation.models.provenance import DriftAlert, Provenance
from curation.models.review import ReviewState, ReviewTask
from curation.models.version import JobAidVersion

__all__ = [
    "DriftAlert",
    "Endorsement",
    "Feedback",
    "Flag",
    "FlaggedPlace",
    "JobAidIndexPage",
    "JobAidPage",
    "JobAidVersion",
    "Place",
    "Practice",
    "PracticeLog",
    "PracticeSource",
    "Provenance",
    "ReviewState",
    "ReviewTask",
]
