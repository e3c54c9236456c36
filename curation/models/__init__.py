from curation.models.candidate import Candidate, CandidateSearch
from curation.models.choice import Joining, SavedChoice
from curation.models.claim import Claimable
from curation.models.desk import ContentRequest, CurationSettings, DeskNote, RequestVoice
from curation.models.feedback import Feedback
from curation.models.flag import Flag, FlaggedPlace
from curation.models.job_aid import JobAidContact, JobAidIndexPage, JobAidPage
from curation.models.likeness import LikeJobAids, LikeKey, LikeShelf, LikeText
from curation.models.pace import Pace
from curation.models.place import Place
from curation.models.practice import Endorsement, Objection, Practice, PracticeLog, PracticeSource
from curation.models.provenance import DriftAlert, Provenance
from curation.models.reading import Reading
from curation.models.refusal import Refusal
from curation.models.release import Release, VerifiedOn
from curation.models.review import ApprovalTask, ReviewState, ReviewTask, ReviewVote
from curation.models.step import StepCheck, StepNote, StepQuestion, StepRemark
from curation.models.system import System
from curation.models.upkeep import Acknowledgement, ArchiveProposal, ConfirmationRound, DifferentJobAids
from curation.models.version import JobAidVersion, PlannedVersion

__all__ = [
    "Acknowledgement",
    "ApprovalTask",
    "ArchiveProposal",
    "Candidate",
    "CandidateSearch",
    "Claimable",
    "ConfirmationRound",
    "ContentRequest",
    "CurationSettings",
    "DeskNote",
    "DifferentJobAids",
    "DriftAlert",
    "Endorsement",
    "Feedback",
    "Flag",
    "FlaggedPlace",
    "JobAidContact",
    "JobAidIndexPage",
    "JobAidPage",
    "JobAidVersion",
    "Joining",
    "LikeJobAids",
    "LikeKey",
    "LikeShelf",
    "LikeText",
    "Objection",
    "Pace",
    "Place",
    "PlannedVersion",
    "Practice",
    "PracticeLog",
    "PracticeSource",
    "Provenance",
    "Reading",
    "Refusal",
    "Release",
    "RequestVoice",
    "ReviewState",
    "ReviewTask",
    "ReviewVote",
    "SavedChoice",
    "StepCheck",
    "StepNote",
    "StepQuestion",
    "StepRemark",
    "System",
    "VerifiedOn",
]
