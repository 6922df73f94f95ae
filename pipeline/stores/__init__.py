"""Where a dataset lives: one file per kind of store; `opening.py` picks by scheme."""
