"""The small words of every page: icons, times, trust labels, people. Each tag writes finished HTML."""

from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, Protocol

from django import forms, template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.forms import BoundField
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.stylesheet import current

register = template.Library()

# label -> icon and word: with the colour of `.trust--<label>`, the one vocabulary of trust
TRUST = {
    "raw": ("circle-dashed", "Raw"),
    "emerging": ("sprout", "Emerging"),
    "endorsed": ("award", "Endorsed"),
    "verified": ("badge-check", "Verified"),
    "check": ("hourglass", "Verified"),  # on a release that is not the newest: `more` says which
    "unverified": ("hourglass", "Unverified"),
    "outdated": ("triangle-alert", "Outdated"),
}
CLOTHS = 6
NOTHING = SafeString("")


class Person(Protocol):
    """Whoever `who` and `avatar` can show."""

    name: str
    initials: str
    cloth: int

    def get_absolute_url(self) -> str: ...


@register.simple_tag
def stylesheet_url() -> str:
    return reverse("stylesheet", args=[current().version])


@register.simple_tag
@lru_cache(maxsize=4096)
def address(name: str, *args: Any) -> str:
    """`{% url %}` that remembers: the frame of a page holds thirty addresses, and asking for one is dear."""
    return reverse(name, args=args)


@register.simple_block_tag
def kept(content: str) -> str:
    """Draws once what stands in a page twice: `{% kept as nav %}…{% endkept %}`, then `{{ nav }}`."""
    return content


@register.simple_tag
@cache
def icon(name: str, css_class: str = "") -> SafeString:
    """A picture of the sprite, never alone: a word stands beside it, if only for screen readers."""
    classes = f"icon {css_class}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"></use></svg>',
        classes,
        static("img/icons.svg"),
        name,
    )


# -- numbers and times ----------------------------------------------------------------------------------


@register.simple_tag
def sized_count(number: int, one: str, many: str) -> str:
    """`1 reply`, `1,204 replies`."""
    return f"{intcomma(number)} {one if number == 1 else many}"


@register.filter
def duration(seconds: float | None) -> str:
    """`94` -> `1:34`, `3725` -> `1:02:05`."""
    if seconds is None:
        return ""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.simple_tag
def when(moment: datetime | date | None, style: str = "") -> SafeString:
    """A moment as people say it; with "short" as a column of times has room for: `3 h`, `2 d`."""
    if moment is None:
        return NOTHING
    if not isinstance(moment, datetime):
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), _day(moment))
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        format_date(local, "l j F Y, H:i"),
        _short_moment(local) if style == "short" else _moment(local),
    )


def _moment(local: datetime) -> str:
    now = timezone.localtime()
    age = now - local
    if timedelta(minutes=-1) < age < timedelta(minutes=1):
        return "just now"
    if timedelta(0) < age < timedelta(hours=1):
        return f"{sized_count(age.seconds // 60, 'minute', 'minutes')} ago"
    if timedelta(0) < age < timedelta(hours=12):
        return f"{sized_count(age.seconds // 3600, 'hour', 'hours')} ago"
    if local.date() == now.date():
        return f"today, {local:%H:%M}"
    if local.date() == now.date() - timedelta(days=1):
        return f"yesterday, {local:%H:%M}"
    return format_date(local, "D j M, H:i" if local.year == now.year else "j M Y, H:i")


def _short_moment(local: datetime) -> str:
    now = timezone.localtime()
    age = now - local
    if timedelta(minutes=-1) < age < timedelta(minutes=1):
        return "now"
    if timedelta(0) < age < timedelta(hours=1):
        return f"{age.seconds // 60} min"
    if timedelta(0) < age < timedelta(days=1):
        return f"{age.seconds // 3600} h"
    if timedelta(0) < age < timedelta(days=7):
        return f"{age.days} d"
    return format_date(local, "j M" if local.year == now.year else "j M Y")


def _day(day: date) -> str:
    return format_date(day, "j F" if day.year == timezone.localdate().year else "j F Y")


# -- trust, people, communities -------------------------------------------------------------------------


@register.simple_tag
def trust(label: str | None, more: str = "") -> SafeString:
    """A word, a shape and a colour, in that order of weight; `more` says why or until when."""
    if label not in TRUST:
        return NOTHING
    picture, word = TRUST[label]
    reason = format_html(' <span class="trust__more">{}</span>', more) if more else NOTHING
    return format_html(
        '<span class="trust trust--{}">{}<span>{}{}</span></span>', label, icon(picture), word, reason
    )


@register.simple_tag
def avatar(person: Person | None, size: str = "") -> SafeString:
    """Initials on cloth, for the eye only: the name stands beside it."""
    initials, cloth = (person.initials, person.cloth) if person else ("–", CLOTHS)
    return format_html(
        '<span class="{}" aria-hidden="true">{}</span>', _on_cloth("avatar", cloth, size), initials
    )


@register.simple_tag
def who(person: Person | None, role: str = "") -> SafeString:
    """Face, name as a link, role. Nobody is there any more when the account was removed."""
    words = format_html(' <span class="who__role">{}</span>', role) if role else NOTHING
    return format_html(
        '<span class="who">{}<span class="who__text">{}{}</span></span>',
        avatar(person),
        _name(person, "who__name"),
        words,
    )


@register.simple_tag
def name(person: Person | None) -> SafeString:
    """The name as a link, within a sentence or a meta line."""
    return _name(person, "name")


def _name(person: Person | None, css_class: str) -> SafeString:
    if person is None:
        return format_html('<span class="{}">Someone who left</span>', css_class)
    return format_html('<a class="{}" href="{}">{}</a>', css_class, person.get_absolute_url(), person.name)


@register.simple_tag
def spine(community: Any, size: str = "") -> SafeString:
    """The first letter of a community on its book cloth; the title stands beside it."""
    letter = str(community.title).strip()[:1].upper()
    return format_html(
        '<span class="{}" aria-hidden="true">{}</span>', _on_cloth("spine", community.cloth, size), letter
    )


def _on_cloth(block: str, cloth: int, size: str) -> str:
    classes = f"{block} {block}--{cloth}"
    return f"{classes} {block}--{size}" if size else classes


# -- forms ----------------------------------------------------------------------------------------------


@register.filter
def control_kind(field: BoundField) -> str:
    """How `components/field.html` lays a field out: hidden, checkbox, choices, group or plain."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.MultiWidget | forms.SelectDateWidget):
        return "group"
    return "plain"


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The control alone, in our looks. Django itself links it to hint and error by aria-describedby."""
    own = field.field.widget.attrs.get("class", "")
    attrs: dict[str, Any] = {"class": f"input {own}".strip()}
    if field.aria_describedby:
        attrs["aria-describedby"] = field.aria_describedby
    if control_kind(field) == "group":  # the label is the legend: each part needs a name of its own
        attrs["aria-label"] = field.label
    return field.as_widget(attrs=attrs)


@register.filter
def anchor(field: BoundField) -> str:
    """The id that takes the reader to the control: of a set of choices, the first."""
    return f"{field.auto_id}_0" if control_kind(field) == "choices" else field.id_for_label or field.auto_id
