"""How alike two texts are, and which of many are like one. The method: docs/features/likeness.md."""
