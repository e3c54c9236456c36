"""What Wagtail's editor of a job aid is written with: the editor of the site, and choosers of what its community has.

Each is an element of `cop_site/static/js/` around the input that is sent. Nothing of a community is in them when the
page is drawn: an element asks `curation:choose_…` for what it shows, which asks the policy.
"""

from __future__ import annotations

from typing import Any, Literal

from django import forms
from django.utils.functional import cached_property
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

from core.forms import EditorWidget


class WordsWidget(EditorWidget):
    """The editor, named for who cannot see its label: in a block, that is tied to it too late."""

    def __init__(self, label: str, *, toolbar: Literal["full", "short"]) -> None:
        super().__init__({"aria-label": label}, toolbar=toolbar)


class ChooserWidget(forms.TextInput):
    """A hidden input within an element that shows what is chosen, and opens what can be."""

    template_name = "curation/admin/chooser.html"
    input_type = "hidden"
    is_hidden = False  # to Django: it has a label, a help text and errors like any other
    element = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["element"] = self.element
        return context

    class Media:
        js = [
            forms.Script("js/choice-dialog.js", type="module"),
            forms.Script("js/aid-choosers.js", type="module"),
        ]


class PictureWidget(ChooserWidget):
    element = "picture-chooser"


class ClipWidget(ChooserWidget):
    element = "clip-chooser"


class PersonWidget(ChooserWidget):
    element = "person-chooser"


class StepWidget(ChooserWidget):
    element = "step-choice"

    class Media:
        extend = False
        js = [forms.Script("js/step-choice.js", type="module")]


class ElementAdapter(WidgetAdapter):
    """Puts an element into a block with its value in it: it reads it once, when it comes onto the page."""

    js_constructor = "commonplace.ElementWidget"

    @cached_property
    def media(self) -> forms.Media:
        return forms.Media(js=[versioned_static("wagtailadmin/js/telepath/widgets.js"), "js/aid-blocks.js"])


register(ElementAdapter(), EditorWidget)
register(ElementAdapter(), ChooserWidget)
