"""Intake checks of test records: what spoils real data, each a finding, nothing repaired."""
