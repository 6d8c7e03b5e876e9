import pytest
from starlette.types import Message

from playground import connections


async def receive() -> Message:
    return {"type": "http.disconnect"}


def test_a_connection_of_another_server_is_not_cut_in_silence() -> None:
    coroutine = connections.cut({"type": "http"}, receive)
    with pytest.raises(connections.NotCuttable, match="Cuttable"):
        coroutine.send(None)
