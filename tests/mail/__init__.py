"""A mail server of our own, with faults."""
