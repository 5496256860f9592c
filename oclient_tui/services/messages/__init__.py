"""Messages: written, queued, delivered, looked at."""
