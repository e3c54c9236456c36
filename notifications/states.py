"""What people are told of, and how."""

from django.db import models


class Kind(models.TextChoices):
    """Each can be chosen by itself; the labels stand on the page of choices."""

    FLAGGED = "flagged", "Somebody flags words of yours"
    DECIDED = "decided", "Curators decide about what you flagged"
    REFUSAL = "refusal", "An author asks that words not be used, or is answered"
    OBJECTION = "objection", "An expert objects to a practice, or is answered"
    USED = "used", "Words of yours are used in a job aid"
    REVIEW = "review", "A draft waits for your review, or yours was reviewed"
    REMARK = "remark", "A reviewer remarks on a step of your draft"
    DRIFT = "drift", "A source of your job aid changed"
    VERIFY = "verify", "A job aid of yours must be verified"
    RELEASE = "release", "A release touches job aids of yours"
    ACKNOWLEDGE = "acknowledge", "You are asked to confirm that you read a job aid"
    ARCHIVE = "archive", "A job aid of yours goes to the archive, is withdrawn or replaced"
    QUESTION = "question", "Somebody asks about a step of your job aid"
    DID_NOT_WORK = "did_not_work", "Your job aid did not work for somebody"
    REQUEST = "request", "A job aid that you missed is there, or will not be"
    MAY_MEET = "may_meet", "A new job aid may answer what people asked for"
    JOIN = "join", "You are let into a community that you asked to join, or not"
    ASKS = "asks", "Somebody asks to join a community that you run"
    SAVED = "saved", "Something new is found by a search that you keep"

    @property
    def icon(self) -> str:
        return _ICONS[self]


_ICONS: dict[str, str] = {
    Kind.FLAGGED: "flag",
    Kind.DECIDED: "flag",
    Kind.REFUSAL: "user-x",
    Kind.OBJECTION: "octagon-alert",
    Kind.USED: "clipboard-list",
    Kind.REVIEW: "stamp",
    Kind.REMARK: "message-square",
    Kind.DRIFT: "triangle-alert",
    Kind.VERIFY: "badge-check",
    Kind.RELEASE: "route",
    Kind.ACKNOWLEDGE: "list-checks",
    Kind.ARCHIVE: "folder",
    Kind.QUESTION: "message-circle-question",
    Kind.DID_NOT_WORK: "thumbs-down",
    Kind.REQUEST: "hand-helping",
    Kind.MAY_MEET: "hand-helping",
    Kind.JOIN: "user-plus",
    Kind.ASKS: "user-plus",
    Kind.SAVED: "bookmark",
}


# In this order on the page of choices, each kind once.
GROUPS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("About your own words", (Kind.FLAGGED, Kind.DECIDED, Kind.USED, Kind.REFUSAL)),
    (
        "About job aids that you answer for",
        (
            Kind.DID_NOT_WORK,
            Kind.QUESTION,
            Kind.DRIFT,
            Kind.VERIFY,
            Kind.RELEASE,
            Kind.REVIEW,
            Kind.REMARK,
            Kind.ARCHIVE,
        ),
    ),
    (
        "About your communities",
        (Kind.JOIN, Kind.ASKS, Kind.ACKNOWLEDGE, Kind.REQUEST, Kind.MAY_MEET, Kind.OBJECTION),
    ),
    ("About searches", (Kind.SAVED,)),
)


class How(models.TextChoices):
    """Short, because they stand beside each kind."""

    MAIL = "mail", "By mail too"
    SITE = "site", "In the site"
    OFF = "off", "Not at all"


class Audience(models.TextChoices):
    """Who of those that may read the community may know of what a notice says."""

    READERS = "readers", "Everybody who reads the community"
    KNOWERS = "knowers", "Everybody who knows of the community"
    FACILITATORS = "facilitate", "Who runs it"
    REVIEWERS = "reviewers", "Its experts and curators"
    CURATORS = "curators", "Its curators"
