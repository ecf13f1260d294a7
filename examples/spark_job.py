"""Annotate a corpus with Apache Spark: texts in a Parquet table, the rows of one result table out.

    pip install "govreport-ie[spark]"          and a Java runtime: apt-get install openjdk-17-jre-headless
    python examples/spark_job.py texts.parquet metrics.parquet
    spark-submit --master yarn examples/spark_job.py hdfs:///texts hdfs:///metrics --table metrics

The input has a column ``text`` and, where known, ``doc_id``, ``year`` and ``region``.  On a cluster the package must be installed on
every worker, for instance with a packed environment (``spark-submit --archives environment.tar.gz#environment``).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from govreport_ie.corpus.dataframes import annotate_frame, spark_schema

if TYPE_CHECKING:
    import pandas
    from pyspark.sql import DataFrame


def annotate(texts: DataFrame, table: str = "metrics") -> DataFrame:
    """The rows of a table for the texts of a Spark DataFrame.

    Args:
        texts: one text a row.
        table: reports, sections, metrics, quantities, entities or failures.
    """

    def run(frames: Iterator[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
        for frame in frames:
            yield annotate_frame(frame, table=table)

    return texts.mapInPandas(run, spark_schema(table))


def main() -> None:
    """Read, annotate, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", help="Parquet table of texts")
    parser.add_argument("target", help="folder to write to, as Parquet")
    parser.add_argument("--table", default="metrics")
    parser.add_argument("--master", help="local[2] for two workers on this machine; by spark-submit when omitted")
    arguments = parser.parse_args()
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("govreport-ie")
    if arguments.master:
        builder = builder.master(arguments.master)
    # reports are long: few of them in a batch keep the memory of the workers bounded
    spark = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "64").getOrCreate()
    texts = spark.read.parquet(arguments.source)
    annotate(texts.repartition(4 * spark.sparkContext.defaultParallelism), arguments.table).write.mode(
        "overwrite"
    ).parquet(arguments.target)
    spark.stop()


if __name__ == "__main__":
    main()
