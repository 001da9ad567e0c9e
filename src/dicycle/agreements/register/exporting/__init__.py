"""The register for others: CSV, Parquet, FollowTheMoney and OCDS-like JSON."""

from dicycle.agreements.register.exporting.writing import Format as Format
from dicycle.agreements.register.exporting.writing import chunks as chunks
from dicycle.agreements.register.exporting.writing import write as write
