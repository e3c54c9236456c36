"""The words for what can be found; the order in which lists name them."""

from django.db import models


class Kind(models.TextChoices):
    JOB_AID = "job_aid", "Job aids"
    PRACTICE = "practice", "Practices"
    WIKI = "wiki", "Wiki pages"
    THREAD = "thread", "Threads"
    SCREENCAST = "screencast", "Screencasts"
    PERSON = "person", "People"
    COMMUNITY = "community", "Communities"


ONE_OF = {
    Kind.JOB_AID: ("Job aid", "clipboard-list"),
    Kind.PRACTICE: ("Practice", "lightbulb"),
    Kind.WIKI: ("Wiki page", "book-open"),
    Kind.THREAD: ("Thread", "messages-square"),
    Kind.SCREENCAST: ("Screencast", "circle-play"),
    Kind.PERSON: ("Person", "user-round"),
    Kind.COMMUNITY: ("Community", "users"),
}
