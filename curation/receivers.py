"""What this app does when a source changes."""
