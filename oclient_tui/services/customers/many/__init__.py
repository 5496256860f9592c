"""One change to all customers of a filter or a set, planned first, then done as a whole (N03, D8)."""
