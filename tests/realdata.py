"""Real content for tests, which is never part of the repository: it lies beside the checkout, or nowhere."""

from pathlib import Path

import pytest

_SHARED_DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"


def shared_data(relative: str) -> Path:
    """Return the path of a file or folder of `../shared/data`; skip the test when it is not there."""
    path = _SHARED_DATA / relative
    if not path.exists():
        pytest.skip(f"needs ../shared/data/{relative}")
    return path
