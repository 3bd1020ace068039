"""Notebook 01: score functions."""
