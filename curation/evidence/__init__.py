"""How much speaks for a practice: parts that can be counted, each with its number, weight and formula."""
