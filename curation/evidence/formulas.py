"""The three formulas of evidence. Each gives 0 (nothing speaks for it) to 1 (nothing more could be asked)."""

from __future__ import annotations

from datetime import timedelta
from math import sqrt

Z_95 = 1.959963984540054  # the normal quantile of 97.5 %: a two-sided interval of 95 %


def wilson(good: int, all_: int, *, z: float = Z_95) -> float:
    """The lower end of the Wilson interval for `good` of `all_`; 0 when nobody spoke.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
    Statistical Association 22 (1927), 209-212. Three of three is 0.44, thirty of thirty 0.89: few voices stay
    modest, however well they agree.
    """
    if all_ <= 0:
        return 0.0
    share = good / all_
    middle = share + z * z / (2 * all_)
    half = z * sqrt((share * (1 - share) + z * z / (4 * all_)) / all_)
    return max(0.0, (middle - half) / (1 + z * z / all_))


def saturating(number: int, *, half_at: float) -> float:
    """`number / (number + half_at)`: each one more counts less than the one before; `half_at` of them give 0.5.

    The hyperbola of Michaelis and Menten, "Die Kinetik der Invertinwirkung", Biochemische Zeitschrift 49 (1913),
    333-369; in ranking known as the saturation of BM25's term frequency.
    """
    return number / (number + half_at) if number > 0 else 0.0


def half_life(age: timedelta, *, days: float) -> float:
    """`0.5 ** (age / days)`: exponential decay; news from the future count as new.

    E. Rutherford and F. Soddy, "The cause and nature of radioactivity", Philosophical Magazine 4 (1902), 370-396.
    """
    return 0.5 ** (max(0.0, age.total_seconds()) / (days * 86_400))
