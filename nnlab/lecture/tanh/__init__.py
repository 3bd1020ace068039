"""Notebook 06: tanh."""
