"""A secret key for an installation that was given none."""

from pathlib import Path

from django.core.management.utils import get_random_secret_key


def kept_secret(folder: Path) -> str:
    """The key kept in `folder/secret_key`, made at the first start; readable by the owner only."""
    path = folder / "secret_key"
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(get_random_secret_key())
    except FileExistsError:
        pass
    return path.read_text()
