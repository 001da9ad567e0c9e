"""``spark-submit submit.py TABLES WORK``: the relational program as an application of a Spark cluster.

TABLES is where `export` wrote, WORK an empty folder; both are paths or URIs that the driver and all workers see. The
answer is in WORK, in the folder ``attributed``.
"""

import argparse
import sys

from dicycle.genealogy.relational.program import RESULT, attribute
from dicycle.genealogy.relational.spark import Spark


def main(arguments: list[str] | None = None) -> None:
    """Run the program on the cluster that ``spark-submit`` names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables")
    parser.add_argument("work")
    parser.add_argument("--category", action="append", default=[], help="of the things that are told, such as pack")
    parser.add_argument("--as-of", type=int, default=None, help="microseconds since 1970 UTC")
    asked = parser.parse_args(arguments)
    from pyspark.sql import SparkSession  # type: ignore[import-not-found, import-untyped, unused-ignore]

    session = SparkSession.builder.appName("dicycle-attribution").getOrCreate()
    try:
        engine = Spark(session, asked.tables, asked.work)
        rows = attribute(engine, asked.category, asked.as_of, lambda said: print(said, file=sys.stderr, flush=True))
        print(f"{rows} rows in {asked.work.rstrip('/')}/{RESULT}")
    finally:
        session.stop()


if __name__ == "__main__":
    main()
