"""Thin steps around the project, each run with ``python -m scripts.<name>``."""
