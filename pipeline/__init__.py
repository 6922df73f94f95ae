"""The sentence: sources, the graph, slices, the commit, and the command line."""

__version__ = "0.1.0"
