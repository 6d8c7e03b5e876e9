"""How a process hears that it is to stop."""

import subprocess
import sys

import pytest

HEARD = """
import os, signal, threading, time
from bot import roles

def tell():
    while signal.getsignal(signal.{which}) in (signal.SIG_DFL, signal.default_int_handler):
        time.sleep(0.01)
    time.sleep(0.5)
    signal.pthread_kill({whom}, signal.{which})

main = threading.get_ident()
threading.Thread(target=tell, daemon=True).start()
roles.until_told_to_stop()
print("stops", flush=True)
os._exit(0)
"""


@pytest.mark.parametrize("which", ["SIGTERM", "SIGINT"])
@pytest.mark.parametrize("whom", ["main", "threading.get_ident()"], ids=["the main thread", "another"])
def test_a_process_that_waits_hears_it_whichever_thread_the_signal_meets(whom: str, which: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", HEARD.format(whom=whom, which=which)], capture_output=True, text=True, timeout=30
    )
    assert (told.stdout, told.stderr, told.returncode) == ("stops\n", "", 0)
