"""Shards that run where the driver's disk is not: out through the dataset's home, and back."""
