"""Accounts, lists, members and invitations."""
