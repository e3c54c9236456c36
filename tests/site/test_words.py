"""Our words in place of those of Django and django-allauth."""

from __future__ import annotations

import gettext
import re
from importlib.resources import files
from pathlib import Path

from django.conf import settings

OURS = settings.BASE_DIR / "cop_site/locale/en_GB/LC_MESSAGES"
THEIRS = [
    files("allauth") / "locale/en/LC_MESSAGES/django.po",
    files("django") / "conf/locale/en/LC_MESSAGES/django.po",
    files("django") / "contrib/auth/locale/en/LC_MESSAGES/django.po",
]
ENTRY = re.compile(
    r'^msgid ((?:".*"\n)+)(?:msgid_plural (?:".*"\n)+)?msgstr(?:\[0\])? ((?:".*"\n)+)', re.MULTILINE
)


def entries(text: str) -> dict[str, str]:
    """msgid to (first) msgstr of a .po file, without its header."""
    return {_joined(found[1]): _joined(found[2]) for found in ENTRY.finditer(text) if _joined(found[1])}


def _joined(lines: str) -> str:
    raw = "".join(re.findall(r'"(.*)"\n', lines))
    return raw.replace("\\n", "\n").replace('\\"', '"')


def test_every_sentence_that_we_replace_is_still_said() -> None:
    said = set().union(*(entries(Path(str(path)).read_text()) for path in THEIRS))

    gone = set(entries((OURS / "django.po").read_text())) - said

    assert gone == set()


def test_the_compiled_words_are_those_of_the_source() -> None:
    with (OURS / "django.mo").open("rb") as compiled:
        catalog = gettext.GNUTranslations(compiled)

    source = entries((OURS / "django.po").read_text())
    stale = [
        key
        for key, words in source.items()
        if words not in (catalog.gettext(key), catalog.ngettext(key, "", 1))
    ]

    assert len(source) > 150
    assert stale == []


def test_no_sentence_of_ours_shouts_or_begs() -> None:
    guilty = [
        words
        for words in entries((OURS / "django.po").read_text()).values()
        if re.search(r"!|please|sorry|oops", words, re.I)
    ]

    assert guilty == []
