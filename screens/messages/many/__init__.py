"""Writing to many: the form, what each gets, who is left out, and the runs."""
