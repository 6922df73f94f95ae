"""What each engine needs, no more."""
