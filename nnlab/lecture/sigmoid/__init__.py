"""Notebook 05: sigmoid."""
