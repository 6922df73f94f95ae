"""Options of runs on engines that are not here."""

from __future__ import annotations

from pipeline.config import RunConfig

IMAGE = "registry.example/newsmill-sdk:1"
DATAFLOW = (
    "project=paper",
    "region=europe-west1",
    "temp_location=gs://bucket/temp",
    "staging_location=gs://bucket/staging",
    f"sdk_container_image={IMAGE}",
)
JOBS = {
    "PortableRunner": RunConfig(
        runner="PortableRunner",
        job_endpoint="127.0.0.1:9",
        environment_type="EXTERNAL",
        environment_config="10.0.0.2:50000",
    ),
    "FlinkRunner": RunConfig(
        runner="FlinkRunner",
        job_endpoint="127.0.0.1:9",
        environment_type="EXTERNAL",
        environment_config="localhost:50000",
        beam_option=("flink_master=flink.example:8081", "parallelism=8"),
    ),
    "SparkRunner": RunConfig(
        runner="SparkRunner",
        job_endpoint="127.0.0.1:9",
        environment_type="DOCKER",
        environment_config=IMAGE,
        beam_option=("spark_master_url=spark://spark.example:7077",),
    ),
    "DataflowRunner": RunConfig(runner="DataflowRunner", beam_option=DATAFLOW),
}
