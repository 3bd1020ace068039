"""Notebook 08: Leaky ReLU and Maxout."""
