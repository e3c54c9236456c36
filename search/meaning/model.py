"""The model: a static table of word pieces that a package ships. No network, no GPU, nothing learnt here.

Imported by nothing until SEARCH_MEANING is on: its packages are those of requirements-meaning.txt.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

DIMENSIONS = 128  # of the 256 that the table has: half the memory for four thousandths of nDCG@10
MODEL = f"wordllama-0.4-{DIMENSIONS}"  # another name makes every vector anew
LONGEST = 2000  # characters; what stands at the beginning of a place says what it is about


def is_installed() -> bool:
    return find_spec("wordllama") is not None


@cache
def _model() -> Any:
    """Kept per process, 33 MB; 0.15 s to read. Its package sets up logging for the whole process: undone."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    import wordllama

    for handler in [each for each in root.handlers if each not in handlers]:
        root.removeHandler(handler)
    root.setLevel(level)
    return wordllama.WordLlama.load(
        dim=256, trunc_dim=DIMENSIONS, cache_dir=Path(wordllama.__file__).parent, disable_download=True
    )


def embed(texts: Sequence[str]) -> Any:
    """A row of unit length for each text; a text without a known sign has a row of zeros, which is like nothing."""
    import numpy

    cut = [text[:LONGEST] for text in texts]
    vectors = _model().embed(cut, norm=False).astype(numpy.float32)
    vectors = numpy.nan_to_num(vectors)
    lengths = numpy.linalg.norm(vectors, axis=1, keepdims=True)
    return numpy.divide(vectors, lengths, out=numpy.zeros_like(vectors), where=lengths > 0)
