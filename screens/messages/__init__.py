"""Writing to customers, and what became of it."""
