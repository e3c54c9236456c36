"""Keeping published job aids right: releases, owners, verification, lapsing, the archive."""
