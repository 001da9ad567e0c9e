"""How checks say what they found."""

from dicycle.findings import Finding, Severity
from dicycle.health.records.table import Record


def error(code: str, sentence: str, record: Record, advice: str) -> Finding:
    """Return a finding that spoils what is calculated from the record: `code` without its first part, "records."."""
    return Finding(f"records.{code}", sentence, name(record), Severity.ERROR, advice)


def warning(code: str, sentence: str, record: Record, advice: str) -> Finding:
    """Return a finding that someone should look at: `code` without its first part, "records."."""
    return Finding(f"records.{code}", sentence, name(record), Severity.WARNING, advice)


def name(record: Record) -> str:
    """Return what a record is called in a sentence: its file, with the unit or sheet in it."""
    part = record.unit or record.notes.get("sheet")
    return f"{record.source.name}#{part}" if part else record.source.name
