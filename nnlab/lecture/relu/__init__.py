"""Notebook 07: relu."""
