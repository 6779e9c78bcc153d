"""The Python workflow's ways to fetch files, written anew after its description: files fetched by s5cmd, four at once.

`--way processes`: an s5cmd process a file, limited by a semaphore, without Prefect.
`--way alone`: batches of 50 by `s5cmd run`, one after the other, without Prefect.
`--way batches`: the flow `archive-collection-flow`, whose one task hands batches of 50 to `s5cmd run`, one after the other.
`--way tasks`: a flow with a task a file on ConcurrentTaskRunner, each with an s5cmd process.
A file that exists and is not empty counts as fetched. Prints a line of JSON: how the run ended by its own account.
"""

import argparse
import asyncio
import json
import logging
import os
import pathlib
import subprocess
import tempfile

WORKERS = 4
BATCH = 50
logging.basicConfig(level=logging.INFO, format="%(asctime)s - %(name)s - %(levelname)s - %(message)s")
log = logging.getLogger("workflow")

parser = argparse.ArgumentParser()
parser.add_argument("--way", required=True)
parser.add_argument("--endpoint", required=True)
parser.add_argument("--keys", required=True, help="file with a key a line")
parser.add_argument("--output", required=True)
args = parser.parse_args()

S5CMD = [os.environ["S5CMD_PATH"], "--no-sign-request", "--endpoint-url", args.endpoint, "--retry-count", "3"]
FILES = [
    (f"s3://data.binance.vision/{key}", pathlib.Path(args.output, key))
    for key in pathlib.Path(args.keys).read_text().split()
]


def is_held(path):
    return path.exists() and path.stat().st_size > 0


def result(url, path, was_held=False):
    if is_held(path):
        return {"status": "skipped" if was_held else "success", "source_url": url, "target_path": str(path)}
    log.error("failed to download %s", url)
    return {"status": "failed", "source_url": url, "error": "download failed"}


async def fetch_one(url, path, semaphore):
    if is_held(path):
        return result(url, path, True)
    path.parent.mkdir(parents=True, exist_ok=True)
    async with semaphore:
        command = [*S5CMD, "cp", "--if-size-differ", url, str(path)]
        process = await asyncio.create_subprocess_exec(
            *command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        await process.communicate()
    return result(url, path)


async def fetch_batch(batch):
    todo = [(url, path) for url, path in batch if not is_held(path)]
    if todo:
        for _, path in todo:
            path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as file:
            for url, path in todo:
                file.write(f"cp --if-size-differ --concurrency {WORKERS} --part-size 50 '{url}' '{path}'\n")
        try:
            command = [*S5CMD, "--numworkers", str(WORKERS), "run", file.name]
            process = await asyncio.create_subprocess_exec(
                *command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            await process.communicate()
        finally:
            os.unlink(file.name)
    fetched = {path for _, path in todo}
    return [result(url, path, path not in fetched) for url, path in batch]


def statistics(results):
    count = lambda status: sum(1 for one in results if one["status"] == status)
    return {
        "status": "success",
        "collection_stats": {
            "total_tasks": len(results),
            "successful_tasks": count("success"),
            "failed_tasks": count("failed"),
            "skipped_tasks": count("skipped"),
        },
    }


async def processes():
    semaphore = asyncio.Semaphore(WORKERS)
    results = await asyncio.gather(*(fetch_one(url, path, semaphore) for url, path in FILES))
    return statistics(results)


async def in_batches():
    results = []
    for first in range(0, len(FILES), BATCH):
        results += await fetch_batch(FILES[first : first + BATCH])
    return results


async def alone():
    return statistics(await in_batches())


def on_prefect(way):
    from prefect import flow, task
    from prefect.context import get_run_context
    from prefect.futures import wait
    from prefect.task_runners import ConcurrentTaskRunner

    def run_id():
        print(json.dumps({"run": str(get_run_context().flow_run.id)}), flush=True)

    retried = {"retries": 3, "retry_delay_seconds": 60}

    @task(name="validate-archive-configuration", **retried)
    async def validate():
        return True

    @task(name="create-collection-metadata", retries=2, retry_delay_seconds=30)
    async def create_metadata():
        return {"status": "running", "output_files": []}

    @task(name="load-archive-matrix", retries=2, retry_delay_seconds=30)
    async def load_matrix():
        return {}

    @task(name="generate-ingestion-tasks", retries=1, retry_delay_seconds=30)
    async def generate_tasks():
        return len(FILES)

    @task(name="execute-batch-downloads", **retried)
    async def execute_batches():
        return await in_batches()

    @task(name="persist-collection-metadata", retries=2, retry_delay_seconds=30)
    async def persist_metadata():
        return True

    @task(name="download-archive-file", task_run_name="{url}", **retried)
    async def download_file(url, path):
        return await fetch_one(url, pathlib.Path(path), asyncio.Semaphore(1))

    @flow(
        name="archive-collection-flow", task_runner=ConcurrentTaskRunner(), retries=1, retry_delay_seconds=300
    )
    async def with_batches():
        run_id()
        await validate()
        await create_metadata()
        await load_matrix()
        await generate_tasks()
        results = await execute_batches()
        await persist_metadata()
        return statistics(results)

    @flow(name="archive-collection-flow", task_runner=ConcurrentTaskRunner(max_workers=WORKERS))
    def in_tasks():
        run_id()
        futures = [download_file.submit(url, str(path)) for url, path in FILES]
        wait(futures)
        return statistics([future.result() for future in futures])

    return asyncio.run(with_batches()) if way == "batches" else in_tasks()


if __name__ == "__main__":
    without_prefect = {"processes": processes, "alone": alone}.get(args.way)
    ended = asyncio.run(without_prefect()) if without_prefect else on_prefect(args.way)
    print(json.dumps(ended), flush=True)
