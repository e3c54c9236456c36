"""Sentences that nobody wrote: words by Zipf's law, and ways of working that many tell in words of their own."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate

VOCABULARY = 30_000
KEY_WORDS = 14  # of one way of working
TOLD = 0.62  # the share of them that one person's post has
_ONSETS = "b br c cl d dr f fl g gr h j k l m n p pl pr qu r s sc sh sl sp st t th tr v w".split()
_VOWELS = "a e i o u ai ea ee io oa ou".split()
_CODAS = ["", "", "", *"b ck d ft g l ll m n nd ng nt p r rd rn s sh st t x".split()]
_CHATTER = (
    "Thanks, that worked.", "Same here.", "Thank you, I will try it tomorrow.", "Good to know.", "Worked for me too.",
    "Great.", "Does anybody know more about this?", "Welcome to the group.", "Yes.", "See above.",
)  # fmt: skip
# The hundred words that stand first in every list of English by frequency: the rest of the vocabulary is made up.
_FIRST = """the be to of and a in that have i it for not on with he as you do at this but his by from they we say her
    she or an will my one all would there their what so up out if about who get which go me when make can like time no
    just him know take people into year your good some could them see other than then now look only come its over think
    also back after use two how our work first well way even new want because any these give day most us""".split()


@dataclass(frozen=True, slots=True)
class Way:
    """A way of working of one community: the words without which nobody can tell it."""

    key_words: tuple[str, ...]


class Language:
    """The same seed says the same."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        words = dict.fromkeys([*_FIRST, *(self._word() for _ in range(VOCABULARY * 2))])
        self.words = list(words)[:VOCABULARY]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def way(self) -> Way:
        """Rare words mostly, as those of a trade are."""
        return Way(tuple(self.chance.sample(self.words[800:12_000], KEY_WORDS)))

    def told(self, way: Way) -> list[str]:
        """The steps of a way of working as one person tells them: some of its words, and others between them."""
        kept = [word for word in way.key_words if self.chance.random() < TOLD]
        self.chance.shuffle(kept)
        spoken = [*kept, *self._common(len(kept))]
        self.chance.shuffle(spoken)
        return self._sentences(spoken)

    def talk(self) -> list[str]:
        """What people say about anything."""
        return self._sentences(self._common(self.chance.randint(12, 60)))

    def chatter(self) -> list[str]:
        return [self.chance.choice(_CHATTER)]

    def title(self) -> str:
        return " ".join(self._common(5)).capitalize()

    def _common(self, count: int) -> list[str]:
        return self.chance.choices(self.words, cum_weights=self._weights, k=count)

    def _sentences(self, words: list[str]) -> list[str]:
        found = []
        while words:
            length = self.chance.randint(7, 14)
            found.append(" ".join(words[:length]).capitalize() + ".")
            words = words[length:]
        return found

    def _word(self) -> str:
        syllables = self.chance.choice((1, 2, 2, 2, 3))
        return "".join(
            self.chance.choice(_ONSETS) + self.chance.choice(_VOWELS) + self.chance.choice(_CODAS)
            for _ in range(syllables)
        )
