"""The lecture: one folder for each notebook, named by its slug; its claims and the experiments behind them."""
