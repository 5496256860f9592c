"""E-mail through a list's own mail server."""
