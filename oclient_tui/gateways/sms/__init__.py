"""SMS through the list's own provider."""
