"""The full screen; it comes with its own issue and holds nothing yet."""
