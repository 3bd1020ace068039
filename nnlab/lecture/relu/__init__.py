"""Notebook 07: ReLU."""
