"""Shows the words that a search found."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.marking import MARK_END, MARK_START

register = template.Library()


@register.filter
def marked(text: str) -> SafeString:
    """The text, escaped, with <mark> around the words found."""
    safe = escape(text).replace(MARK_START, "<mark>").replace(MARK_END, "</mark>")
    return mark_safe(safe)  # escaped above; only our own <mark> is added
