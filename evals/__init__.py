"""How well codecite answers: cases, scorers, statistics, runs and their comparison."""
