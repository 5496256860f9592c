"""Repositories: one per aggregate, returning the domain's dataclasses."""
