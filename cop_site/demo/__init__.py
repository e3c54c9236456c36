"""The demo: two communities of a hospital that moves to a new release, with one journey already lived."""
