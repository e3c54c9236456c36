"""What people are told of: for each event a function that makes its news, called by its name in a task."""

from notifications.news import flags, job_aids, joining, reviews, searches
from notifications.news.base import NEWS, News

__all__ = ["NEWS", "News", "flags", "job_aids", "joining", "reviews", "searches"]
