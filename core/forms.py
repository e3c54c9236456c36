"""The field for every rich body: a textarea that script makes an editor, cleaned to what may be stored."""

import re
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape

from core.blocks import plain_text
from core.markup import TAGS
from core.sanitize import MAX_BODY_CHARS, BodyTooLarge, sanitize_html

# What people paste as HTML besides the tags that stay. Anything else between angle brackets, such as
# <ana@example.org>, is taken for words: nothing typed is lost. The editor reads by the same list.
_ALSO_HTML = frozenset({"b", "i", "u", "del", "h1", "h5", "h6", "div", "span"})
_KNOWN_TAG = re.compile(rf"</?(?:{'|'.join(sorted(TAGS | _ALSO_HTML))})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_SHOWN_WITHOUT_WORDS = re.compile(r"<(?:img|table)\b")


class EditorWidget(forms.Textarea):
    """A textarea in `<rich-text-editor>`; works as a textarea where script does not run.

    A view sets on the instance what it knows: where pictures go (`upload_url`), where pages to link to
    are found (`link_finder_url`), the name under which the browser keeps an unsaved text (`draft_key`,
    which must name the person too), where the server keeps it (`draft_url`, `draft_place`), whether the text is
    such a draft (`is_draft`), the version that the text started from (`base_version`), the form
    field that holds it (`base_field`), and the id of an element that takes the toolbar (`toolbar_slot`).
    """

    template_name = "components/editor.html"
    upload_url: str = ""
    link_finder_url: str = ""
    draft_key: str = ""
    draft_url: str = ""
    draft_place: str = ""
    is_draft: bool = False
    base_version: str | int = ""
    base_field: str = ""
    toolbar_slot: str = ""

    class Media:
        js = [forms.Script("js/editor.js", type="module")]

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, toolbar: Literal["full", "short"] = "full"
    ) -> None:
        super().__init__({"rows": 18 if toolbar == "full" else 6, **(attrs or {})})
        self.toolbar = toolbar

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        told = {
            "toolbar": self.toolbar,
            "upload-url": self.upload_url,
            "link-finder-url": self.link_finder_url,
            "draft-key": self.draft_key,
            "draft-url": self.draft_url,
            "draft-place": self.draft_place,
            "is-draft": "1" if self.is_draft else "",
            "base-version": self.base_version,
            "base-field": self.base_field,
            "toolbar-slot": self.toolbar_slot,
            "max-length": MAX_BODY_CHARS,
        }
        context["widget"]["editor"] = {name: value for name, value in told.items() if value != ""}
        return context


class BodyField(forms.CharField):
    """A rich body; `cleaned_data` holds sanitised HTML, "" when there is nothing to see in it."""

    default_error_messages = {"required": "Write something first"}

    def __init__(self, *, toolbar: Literal["full", "short"] = "full", **kwargs: Any) -> None:
        kwargs.setdefault("widget", EditorWidget(toolbar=toolbar))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        try:
            html = sanitize_html(text if _KNOWN_TAG.search(text) else paragraphs(text))
        except BodyTooLarge as error:
            raise ValidationError(str(error), code="too_long") from error
        return html if _shows_something(html) else ""


def paragraphs(text: str) -> str:
    """Plain text as HTML: a blank line ends a paragraph, a line end is a line break."""
    blocks = _BLANK_LINES.split(text.replace("\r\n", "\n").strip())
    lines = (escape(block).replace("\n", "<br>") for block in blocks if block.strip())
    return "".join(f"<p>{line}</p>" for line in lines)


def _shows_something(html: str) -> bool:
    return bool(_SHOWN_WITHOUT_WORDS.search(html) or plain_text(html).strip())
