"""Attribution as a relational program: tables of a genealogy in Parquet, and plain SQL over them, level by level.

It is for genealogies that do not fit on one machine; where they do, the array pass is many times faster. The same SQL
runs embedded (DuckDB) and on Apache Spark, and gives the same answers.
"""

from dicycle.genealogy.relational.export import Exported, export
from dicycle.genealogy.relational.program import Engine, attribute

__all__ = ["Engine", "Exported", "attribute", "export"]
