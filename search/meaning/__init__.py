"""Meaning, not only words: optional (SEARCH_MEANING), the same for every backend. `fusion` is where search asks it."""
