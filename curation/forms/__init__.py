"""What a person fills in to flag, decide, run a practice and promote it."""
