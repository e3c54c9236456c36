"""The words that stand in entries (SearchWord): what mistyped words, parts of words and beginnings are compared with.

Whoever may read them stands nowhere here: what comes from it is a guess until `found_words` of a backend has said that
this person can find it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from communities.models import CommunityPage
from communities.states import Access
from search.language import stem
from search.models import SearchEntry, SearchWord
from search.terms import STOP_WORDS
from search.together import Select
from search.writing import same_words, stem_of_part

SHORTEST, LONGEST = 3, 40
SHORTEST_PART = 5  # letters typed: "ward" is not looked for in "forward"
ONE_SLIP, TWO_SLIPS = 4, 8  # letters from which a word may have one letter wrong, or two
IN_TWO, LONGEST_IN_TWO = 5, 20  # letters of a word that may be two: "handover", "hand over"
PARTS, SLIPS, BEGINNINGS, TWOS = 5, 4, 6, 3  # guesses for one word
# So many times as many are looked at: words that this person may not find must take no place from one that they may,
# or what is not offered would tell of them.
SPARE = 3
COMPARED = 3000  # words at most that one mistyped word is compared with
BATCH = 500
# Thousands of words come as one text, a common one with its number ("ward:4711"): to read a row for each takes longer
# than to compare them.
_WORD = "word || COALESCE(':' || common_in, '')"
_JOINED = {"sqlite": f"group_concat({_WORD}, ' ')", "postgresql": f"string_agg({_WORD}, ' ')"}
GUESSED = 8  # words of a question; a longer one says enough by itself
# A common word: its stem stands in so many of the entries that everybody may read, or in a tenth of them.
COMMON_FROM, COMMON_SHARE, COMMON_ANYWAY = 1_000, 0.1, 5_000


@dataclass
class Guesses:
    """For one word: those that have it as a part, those that begin with it, those that it may be mistyped from, and
    the two words that it may be written as. `common`: of those that are common, and of the word itself if it is, in
    how many entries they stand."""

    parts: list[str] = field(default_factory=list)
    beginnings: list[str] = field(default_factory=list)
    slips: list[str] = field(default_factory=list)
    twos: list[str] = field(default_factory=list)
    common: dict[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[str]:
        return iter([*self.parts, *self.beginnings, *self.slips, *self.twos])


# -- guessing ----------------------------------------------------------------------------------------------
def looking_for(words: Sequence[str], *, last: str = "") -> Select | None:
    """What to ask for guesses for these folded words; `last` is perhaps still being typed. Of words beyond GUESSED it
    is only looked up whether they are common."""
    selects: list[str] = []
    values: list[str | int] = []
    joined = _JOINED[connection.vendor]
    for word in words[:GUESSED]:
        for why, (sql, more) in _lookups(word, is_last=word == last).items():
            rows = f"SELECT word, common_in FROM {sql}"  # noqa: S608
            selects.append(f"SELECT %s, '{why}', {joined} FROM ({rows}) found")  # noqa: S608
            values += [word, *more]
    if words:
        marks = ", ".join(["%s"] * len(words))
        itself = f"SELECT word, 'itself', {_WORD} FROM search_searchword WHERE word IN ({marks})"  # noqa: S608
        selects.append(itself)
        values += words
    return Select(" UNION ALL ".join(selects), tuple(values), 3) if selects else None


def guesses(words: Iterable[str], rows: Iterable[Sequence[str]]) -> dict[str, Guesses]:
    """For each word what was found by `looking_for` it."""
    found: dict[tuple[str, str], list[str]] = {}
    common: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for asked, why, joined in rows:
        named = [each.partition(":") for each in (joined or "").split()]
        found[asked, why] = [word for word, _, _ in named]
        common[asked] |= {word: int(entries) for word, _, entries in named if entries}
    return {
        word: Guesses(
            parts=sorted(found.get((word, "part"), ()), key=_shortest_first),
            beginnings=sorted(found.get((word, "beginning"), ()), key=_shortest_first),
            slips=_closest(word, found.get((word, "slip"), ())),
            twos=_in_two(word, set(found.get((word, "piece"), ()))),
            common=common[word],
        )
        for word in words
    }


def _shortest_first(word: str) -> tuple[int, str]:
    return len(word), word


def _lookups(word: str, *, is_last: bool) -> dict[str, tuple[str, list[str | int]]]:
    if not word.isalpha() or len(word) > LONGEST:
        return {}
    lookups: dict[str, tuple[str, list[str | int]]] = {}
    if len(word) >= SHORTEST_PART:
        lookups["part"] = _having_part(word)
    if is_last and len(word) >= SHORTEST:
        beginning, values = _begins(word)
        lookups["beginning"] = (
            f"search_searchword WHERE {beginning} ORDER BY length(word), word LIMIT {SPARE * BEGINNINGS}",
            values,
        )
    if len(word) >= ONE_SLIP:
        lookups["slip"] = _like(word)
    pieces = [piece for pair in _cuts(word) for piece in pair]
    if pieces and IN_TWO <= len(word) <= LONGEST_IN_TWO:
        lookups["piece"] = (f"search_searchword WHERE word IN ({', '.join(['%s'] * len(pieces))})", [*pieces])
    return lookups


def _cuts(word: str) -> list[tuple[str, str]]:
    """Where it may be two words, the first of which says something."""
    cuts = ((word[:at], word[at:]) for at in range(SHORTEST, len(word) - 1))
    return [(left, right) for left, right in cuts if left not in STOP_WORDS]


def _in_two(word: str, known: set[str]) -> list[str]:
    """Words of two letters are known nowhere: "set up" is as good as "hand over"."""
    twos = ((left, right) for left, right in _cuts(word) if left in known)
    return [f"{left} {right}" for left, right in twos if right in known or len(right) < SHORTEST][:TWOS]


def _having_part(word: str) -> tuple[str, list[str | int]]:
    """Words that begin with it and go on for four letters at least, or end with it."""
    part = stem_of_part(word)
    part = part if len(part) >= ONE_SLIP else word
    among, values = "search_searchword", []
    if connection.vendor == "sqlite":
        among = """(SELECT word, common_in FROM search_searchword WHERE id IN
            (SELECT rowid FROM search_word_parts WHERE search_word_parts MATCH %s)) w"""
        values = [" AND ".join(f'"{part[at : at + 3]}"' for at in range(len(part) - 2))]
    return (
        f"""{among} WHERE (word LIKE %s AND length(word) >= %s OR word LIKE %s AND length(word) >= %s)
        ORDER BY length(word), word LIMIT {SPARE * PARTS}""",
        [*values, f"{part}%", len(part) + 4, f"%{word}", len(word) + 2],
    )


def _like(word: str) -> tuple[str, list[str | int]]:
    """Words of about its length that begin with its first letter, or its second: letters change places."""
    apart = _may_differ(word)
    first, values = _begins(word[0])
    second, more = _begins(word[1])
    return (
        f"search_searchword WHERE ({first} OR {second}) AND length(word) BETWEEN %s AND %s LIMIT {COMPARED}",
        [*values, *more, len(word) - apart, len(word) + apart],
    )


def _begins(beginning: str) -> tuple[str, list[str | int]]:
    """Uses the index of the column in either database."""
    if connection.vendor == "sqlite":
        return "word BETWEEN %s AND %s", [beginning, beginning + "\U0010ffff"]
    return "word LIKE %s", [f"{beginning}%"]


def _may_differ(word: str) -> int:
    return 2 if len(word) >= TWO_SLIPS else 1


def _closest(word: str, among: Collection[str]) -> list[str]:
    """The likeliest first: fewest slips, the same first letter, the same length. Letters that change places are one."""
    near = process.extract(word, among, scorer=OSA.distance, score_cutoff=_may_differ(word), limit=None)
    ordered = sorted(
        (slips, other[0] != word[0], abs(len(other) - len(word)), other) for other, slips, _ in near if slips
    )
    return [other for *_, other in ordered[: SPARE * SLIPS]]


# -- upkeep ------------------------------------------------------------------------------------------------
def learn(entries: Iterable[SearchEntry]) -> None:
    """Add the words of entries that are written. Two workers may do so at once."""
    _add({word for entry in entries for word in _words_of(entry)})


def tidy() -> tuple[int, int]:
    """Forget words that stand nowhere any more and add those that lack; returns how many of each. What is written
    meanwhile is kept, save a word that stood nowhere when this began: the next time brings it back. Counts, too, which
    words are common: only in what everybody may read, so that it tells nobody of anything else."""
    newest = SearchWord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    open_to_all = set(CommunityPage.objects.filter(access=Access.OPEN).values_list("pk", flat=True))
    entries = SearchEntry.objects.only("title", "place_title", "text", "former", "community")
    stems: dict[str, str] = {}
    counted: Counter[str] = Counter()
    looked_at = 0
    for entry in entries.iterator(chunk_size=BATCH):
        said = set(_words_of(entry))
        stems |= {word: stem(word) for word in said if word not in stems}
        if entry.community_id in open_to_all:
            looked_at += 1
            counted.update({stems[word] for word in said})
    old = [
        pk
        for pk, word in SearchWord.objects.filter(pk__lte=newest).values_list("pk", "word").iterator()
        if word not in stems
    ]
    for start in range(0, len(old), BATCH):
        SearchWord.objects.filter(pk__in=old[start : start + BATCH]).delete()
    added = _add(set(stems))
    at_least = min(max(COMMON_FROM, COMMON_SHARE * looked_at), COMMON_ANYWAY)
    _say_which_are_common(
        {word: counted[its_stem] for word, its_stem in stems.items() if counted[its_stem] >= at_least}
    )
    return len(old), added


def _say_which_are_common(entries: dict[str, int]) -> None:
    """How many entries each common word stands in; all others are not common any more."""
    known = dict(SearchWord.objects.filter(common_in__isnull=False).values_list("word", "common_in"))
    changed = sorted(word for word in entries.keys() | known.keys() if entries.get(word) != known.get(word))
    for start in range(0, len(changed), BATCH):
        rows = list(SearchWord.objects.filter(word__in=changed[start : start + BATCH]))
        for row in rows:
            row.common_in = entries.get(row.word)
        SearchWord.objects.bulk_update(rows, ["common_in"])


def _words_of(entry: SearchEntry) -> Iterable[str]:
    said = f"{entry.title}\n{entry.place_title}\n{entry.text}\n{entry.former}"
    return {word for word in same_words(said) if SHORTEST <= len(word) <= LONGEST}


def _add(words: set[str]) -> int:
    """In one order everywhere, so that no two workers wait for each other."""
    ordered, added = sorted(words), 0
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        known = set(SearchWord.objects.filter(word__in=batch).values_list("word", flat=True))
        new = [SearchWord(word=word) for word in batch if word not in known]
        if new:
            SearchWord.objects.bulk_create(new, ignore_conflicts=True)
        added += len(new)
    return added
