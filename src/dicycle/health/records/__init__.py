"""Test records of cyclers read into one typed table, with what is wrong in them as findings."""
