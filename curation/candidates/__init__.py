"""Practices that nobody flagged yet, found among what people wrote. How: docs/features/candidates.md."""
