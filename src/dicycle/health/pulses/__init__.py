"""Pulse tests: read from feature spreadsheets or cut out of a record, and the resistances they show."""
