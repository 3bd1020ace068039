"""Notebook 08: leaky relu maxout."""
