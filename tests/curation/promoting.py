"""What the page of promotion proposes and its form sends."""

from __future__ import annotations

from typing import Any

from curation.models import Practice
from curation.promotion.drafting import all_pieces, keyed_sources
from curation.promotion.pieces import Piece


def pieces(practice: Practice) -> list[Piece]:
    return all_pieces(keyed_sources(practice))


def as_proposed(practice: Practice, **more: Any) -> dict[str, Any]:
    """What the promote page would send if nothing was touched."""
    found = pieces(practice)
    return {
        "piece": [piece.token for piece in found],
        "title": "Scan an insulin pen",
        "purpose": "The dose is signed with two scans.",
        "into": "new",
        **{f"role-{piece.id}": piece.role for piece in found},
        **{f"use-{piece.id}": "1" for piece in found if piece.is_used},
        **more,
    }
