"""The Plan itself: clauses, tasks, who does them, indicators and the figures behind them."""
