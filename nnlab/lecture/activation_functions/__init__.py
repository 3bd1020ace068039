"""Notebook 04: activation functions."""
