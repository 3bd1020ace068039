"""Notebook 10: architecture."""
