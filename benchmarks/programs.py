"""Programs of ours, each in a process of its own, as in production."""

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Ten seconds are promised for what is in flight; the rest is for a machine that has much to do.
STOPS_WITHIN_S = 20.0


@contextlib.asynccontextmanager
async def running(environment: Mapping[str, str], *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python …` until the block ends, then it is told to stop; what it said is shown where anything fails.

    Raises TimeoutError where it does not stop within STOPS_WITHIN_S.
    """
    with tempfile.TemporaryFile() as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            yield process
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read().decode()[-4000:])
            raise
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await _stopped(process)


async def _stopped(process: asyncio.subprocess.Process) -> None:
    try:
        async with asyncio.timeout(STOPS_WITHIN_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise


def peak_mib(pid: int) -> float:
    """The most memory a running process has had in RAM so far, in MiB, as Linux tells.

    Not what `getrusage` says of a child: that is never less than its parent had when it was started.
    """
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(status["VmHWM"].removesuffix("kB")) / 1024


def now_mib(pid: int) -> float:
    """The memory a running process has in RAM now, in MiB, as Linux tells."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(status["VmRSS"].removesuffix("kB")) / 1024
