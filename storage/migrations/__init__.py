"""Numbered, forward-only migrations; storage/migrations/register.py lists them."""
