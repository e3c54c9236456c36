"""Changes to this app's data; one module a domain."""
