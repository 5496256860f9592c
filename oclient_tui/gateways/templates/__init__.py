"""Templates of messages as they are written, checked and filled in."""
