"""Estimators: each gives a state of health of one type with its interval, or abstains and says why."""
