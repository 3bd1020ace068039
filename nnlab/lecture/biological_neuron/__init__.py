"""Notebook 02: biological neuron."""
