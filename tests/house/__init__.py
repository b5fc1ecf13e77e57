"""House tests: what no linter knows about this repository. Each says the rule in its name."""
