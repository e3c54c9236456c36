"""Languages that captions can be in, by the names that their readers use."""

from __future__ import annotations

from django.conf.locale import LANG_INFO

DEFAULT = "en"


def language_choices() -> list[tuple[str, str]]:
    """Code and name, by name; a regional variant only where a name of its own says which."""
    names = {code: info["name_local"] for code, info in LANG_INFO.items() if "name_local" in info}
    return sorted(
        ((code, _title(name)) for code, name in names.items()), key=lambda choice: choice[1].casefold()
    )


def language_label(code: str) -> str:
    """The name of a language; a code that has none stands for itself."""
    return _title(LANG_INFO.get(code, {}).get("name_local", code))


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]
