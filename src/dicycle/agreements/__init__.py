"""Agreements: from news and press releases to a register in which every value quotes its document."""
