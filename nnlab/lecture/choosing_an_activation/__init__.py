"""Notebook 09: choosing an activation."""
