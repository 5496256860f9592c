"""Undo and redo: the journal that use cases write, and going back along it (D21, N02, N03)."""
