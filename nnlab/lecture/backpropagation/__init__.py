"""Notebook 12: backpropagation."""
