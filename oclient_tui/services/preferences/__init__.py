"""What a person likes on the screens."""
