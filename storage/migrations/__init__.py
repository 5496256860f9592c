"""Numbered, forward-only migrations. A new one is a new file, added to the end of ALL."""

from storage.migrations.m0001_ground_floor import ground_floor
from storage.migrations.runner import Migration

ALL: tuple[Migration, ...] = (Migration(1, "ground floor", ground_floor),)
