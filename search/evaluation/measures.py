"""Measures of an order, from 0 to 1: linear gain and logarithmic discount, as trec_eval has them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

AT, DEEP = 10, 100


@dataclass(frozen=True)
class Quality:
    """Means over questions. `mrr`: one divided by the rank of the first right answer; `ndcg` of the first ten;
    `recall` within the first hundred."""

    questions: int
    unanswered: int
    ndcg: float
    recall: float
    mrr: float


def judge(answers: Sequence[str], gains: Mapping[str, int]) -> Quality:
    """One question, which has at least one right answer."""
    gained = _discounted(gains.get(document, 0) for document in answers[:AT])
    best = _discounted(sorted(gains.values(), reverse=True)[:AT])
    first = next((rank for rank, document in enumerate(answers, start=1) if document in gains), 0)
    return Quality(
        questions=1,
        unanswered=not answers,
        ndcg=gained / best,
        recall=len(gains.keys() & set(answers[:DEEP])) / len(gains),
        mrr=1 / first if first else 0.0,
    )


def mean(qualities: Sequence[Quality]) -> Quality:
    count = len(qualities)
    return Quality(
        questions=count,
        unanswered=sum(each.unanswered for each in qualities),
        ndcg=sum(each.ndcg for each in qualities) / count,
        recall=sum(each.recall for each in qualities) / count,
        mrr=sum(each.mrr for each in qualities) / count,
    )


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
