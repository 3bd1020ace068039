"""Notebook 11: feed forward."""
