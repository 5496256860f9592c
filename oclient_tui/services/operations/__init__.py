"""What the operator does with the installation as a whole: copy, restore, check, diagnose."""
