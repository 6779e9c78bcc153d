"""The same collection as a flow of Prefect, as its documentation advises: a task a file, mapped, with retries and a log.

Arguments: address of the archive, folder to write to, files. Prints the id of the run and what the process took.
"""

import datetime
import hashlib
import json
import pathlib
import resource
import sys
import time

import httpx
from prefect import flow, get_run_logger, task, unmapped
from prefect.futures import wait
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner

SYMBOLS = ["BTCUSDT", "ETHUSDT", "BNBUSDT", "LTCUSDT"]
FIRST_DAY = datetime.date(2023, 1, 1)
WORKERS = 16


class NotInArchive(Exception):
    """The archive has no such file."""


class AccessDenied(Exception):
    """The archive refuses the file."""


class ChecksumMismatch(Exception):
    """The file is not the one that its checksum names."""


def is_worth_a_retry(task, task_run, state) -> bool:
    """Whether another attempt can bring the file."""
    try:
        state.result()
    except (NotInArchive, AccessDenied):
        return False
    except Exception:
        return True
    return False


def fetch(client: httpx.Client, url: str) -> bytes:
    answer = client.get(url)
    if answer.status_code == 404:
        raise NotInArchive(f"404: the archive has no {url}")
    if answer.status_code == 403:
        raise AccessDenied(f"403: the archive refuses {url}")
    answer.raise_for_status()
    return answer.content


CLIENT = httpx.Client(limits=httpx.Limits(max_connections=WORKERS))


@task(
    task_run_name="{name}",
    retries=2,
    retry_delay_seconds=[0.2, 0.4],
    retry_condition_fn=is_worth_a_retry,
)
def collect_file(name: str, archive: str, folder: str) -> int:
    log = get_run_logger()
    symbol, interval = name.split("-")[:2]
    key = f"data/spot/daily/klines/{symbol}/{interval}/{name}"
    log.info("fetching %s", key)
    data = fetch(CLIENT, f"{archive}/{key}")
    expected = fetch(CLIENT, f"{archive}/{key}.CHECKSUM").decode().split()[0]
    actual = hashlib.sha256(data).hexdigest()
    if actual != expected:
        log.error("checksum mismatch of %s: expected %s, actual %s", key, expected, actual)
        raise ChecksumMismatch(f"{key}: expected SHA-256 {expected}, actual {actual}")
    path = pathlib.Path(folder, key)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    log.info("stored %s, %d bytes, checksum proved", key, len(data))
    return len(data)


@flow(name="collect", task_runner=ThreadPoolTaskRunner(max_workers=WORKERS))
def collect(archive: str, folder: str, files: int):
    days = [FIRST_DAY + datetime.timedelta(days=n) for n in range(files // len(SYMBOLS))]
    names = [f"{symbol}-1h-{day}.zip" for symbol in SYMBOLS for day in days]
    futures = collect_file.map(names, unmapped(archive), unmapped(folder))
    wait(futures)
    failed = [future for future in futures if future.state.is_failed()]
    if failed:
        return Failed(message=f"{len(failed)} of {len(names)} files failed")
    return Completed(message=f"{len(names)} files")


if __name__ == "__main__":
    started = time.monotonic()
    state = collect(sys.argv[1], sys.argv[2], int(sys.argv[3]), return_state=True)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "run": str(state.state_details.flow_run_id),
                "wall_seconds": time.monotonic() - started,
                "cpu_seconds": used.ru_utime + used.ru_stime,
                "peak_megabytes": used.ru_maxrss * 1024 / 1e6,
            }
        )
    )
