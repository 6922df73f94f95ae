"""The nouns: what flows through the pipeline and what the tables hold. Nothing here knows Beam."""
