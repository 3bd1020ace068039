"""Notebook 13: capacity and regularization."""
