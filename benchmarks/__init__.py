"""Benchmarks: what Dicycle costs on this machine, beside what a user would pick instead. Not tests: nothing fails."""
