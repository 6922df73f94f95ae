"""Lets Beam install newsmill on remote workers by --setup_file; all metadata is in pyproject.toml."""

from setuptools import setup

setup()
