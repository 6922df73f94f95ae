"""Where outcomes go: one file per sink."""
