"""Drafts of forms, each for who typed it."""
