"""The way in: signing in, the first list, the lists one is on."""
