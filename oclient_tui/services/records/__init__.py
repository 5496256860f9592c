"""Records of card modules: one set of use cases for all of them."""
