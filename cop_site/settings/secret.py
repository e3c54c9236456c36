"""A secret key for an installation that was given none."""

import contextlib
import os
import tempfile
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def kept_secret(folder: Path) -> str:
    """The key kept in `folder/secret_key`, made at the first start; readable by the owner only.

    Processes that start at the same moment agree on one key: it appears whole, and the first one wins.
    """
    path = folder / "secret_key"
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=folder, prefix=".secret_key-") as draft:
            draft.write(get_random_secret_key())
            draft.flush()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text()
