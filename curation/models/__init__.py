from curation.models.candidate import Candidate, CandidateSearch
from curation.models.claim import Claimable
from curation.models.desk import ContentRequest, CurationSettings, DeskNote, RequestVoice
from curation.models.feedback import Feedback
from curation.models.flag import Flag, FlaggedPlace
from curation.models.job_aid import JobAidContact, JobAidIndexPage, JobAidPage
from curation.models.likeness import LikeJobAids, LikeKey, LikeShelf, LikeText
from curation.models.place import Place
from curation.models.practice import Endorsement, Objection, Practice, PracticeLog, PracticeSource
from curation.models.provenance import DriftAlert, Provenance
from curation.models.reading import Reading
from curation.models.refusal import Refusal
from curation.models.release import Release, VerifiedOn
from curation.models.review import ReviewState, ReviewTask, ReviewVote
from curation.models.step import StepCheck, StepNote, StepQuestion, StepRemark
from curation.models.system import System
from curation.models.upkeep import Acknowledgement, ArchiveProposal
from curation.models.version import JobAidVersion

__all__ = [
    "Acknowledgement",
    "ArchiveProposal",
    "Candidate",
    "CandidateSearch",
    "Claimable",
    "ContentRequest",
    "CurationSettings",
    "DeskNote",
    "DriftAlert",
    "Endorsement",
    "Feedback",
    "Flag",
    "FlaggedPlace",
    "JobAidContact",
    "JobAidIndexPage",
    "JobAidPage",
    "JobAidVersion",
    "LikeJobAids",
    "LikeKey",
    "LikeShelf",
    "LikeText",
    "Objection",
    "Place",
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
    "StepCheck",
    "StepNote",
    "StepQuestion",
    "StepRemark",
    "System",
    "VerifiedOn",
]
