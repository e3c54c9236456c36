"""What search does when something findable changes."""
