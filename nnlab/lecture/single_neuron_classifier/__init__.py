"""Notebook 03: single neuron classifier."""
