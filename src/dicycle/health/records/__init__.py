"""Test records of cyclers read into one typed table, with what is wrong in them as findings."""

from dicycle.health.records.bdf import to_csv as to_csv
from dicycle.health.records.bdf import to_parquet as to_parquet
from dicycle.health.records.quality.checking import check as check
from dicycle.health.records.quality.twins import same_cells as same_cells
from dicycle.health.records.reading import Read as Read
from dicycle.health.records.reading import read as read
from dicycle.health.records.reading import read_bytes as read_bytes
from dicycle.health.records.table import PulseTest as PulseTest
from dicycle.health.records.table import Record as Record
from dicycle.health.records.table import Table as Table
