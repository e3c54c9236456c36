"""News of this app, sent last in the transaction of the change."""

from django.dispatch import Signal

search_found_news = Signal()  # saved: SavedSearch, things: int; something new is found by what somebody keeps
request_may_be_met = Signal()  # request: ContentRequest, job_aid: JobAidPage; published, and may answer it
