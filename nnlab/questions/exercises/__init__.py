"""The exercises, one module for each notebook that has some."""
