"""Cutting files into records: container formats, compression, and the bounds both keep."""
