"""One customer: the card, and the form that adds and edits."""
