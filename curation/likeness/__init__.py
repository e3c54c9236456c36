"""How alike two texts are, and which of many are like one: the method and its sources are in docs/features/likeness.md."""
