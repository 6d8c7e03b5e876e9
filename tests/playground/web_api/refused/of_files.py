"""files.*"""

import dataclasses
import functools
from typing import Any

from playground import world
from tests.playground.web_api.conftest import Office
from tests.playground.web_api.refused import making


def _announced(office: Office, **more: Any) -> making.Arguments:
    office.grant("files:write")
    return {"filename": "chart.png", "length": 5, **more}


def _completing(office: Office, **more: Any) -> making.Arguments:
    return {"files": [{"id": making.uploaded(office), "title": "Calls"}], "channel_id": office.channel("sales"), **more}


def _completing_in(office: Office, *, posting: world.Posting, reply: bool = False) -> making.Arguments:
    made = _completing(office, **({"thread_ts": making.posted(office)["ts"]} if reply else {}))
    making.restrict(office, made["channel_id"], posting)
    return made


def _completing_in_public(office: Office) -> making.Arguments:
    office.grant("chat:write.public")
    return _completing(office, channel_id=office.channel("general"))


def _completing_in_dm(office: Office, *, tab: bool) -> making.Arguments:
    return _completing(office, channel_id=office.person("aisha")) | making.in_dm(office, tab=tab, named=False)


def _promised(office: Office) -> making.Arguments:
    promised = office.say("files.getUploadURLExternal", _announced(office))
    return {"files": [{"id": promised["file_id"]}]}


def _all_rooms(office: Office, count: int) -> making.Arguments:
    made = _completing(office, channel_id=None)
    names = [f"C0{number:09d}" for number in range(count)]
    for name in names:
        conversation = dataclasses.replace(office.state.conversations.get(office.channel("sales")), id=name, name=name)
        office.state.conversations._all[name] = conversation
    return made | {"channels": ",".join(names)}


def _deleted(office: Office) -> making.Arguments:
    file_id = making.shared(office)
    office.state.files.delete(file_id)
    return {"file": file_id}


def _its_own(office: Office) -> making.Arguments:
    return {"file": making.shared(office)}


FILES: list[making.Case] = [
    making.Case(
        "files.getUploadURLExternal",
        "missing_argument",
        "nothing to upload",
        lambda office: _announced(office, length=0),
        lambda office: _announced(office, length=1),
    ),
    making.Case(
        "files.getUploadURLExternal",
        "alt_txt_too_large",
        "1,001 characters",
        lambda office: _announced(office, alt_txt="x" * 1001),
        lambda office: _announced(office, alt_txt="x" * 1000),
    ),
    making.Case(
        "files.getUploadURLExternal",
        "unknown_snippet_type",
        "a language that is not",
        lambda office: _announced(office, snippet_type="klingon"),
        lambda office: _announced(office, snippet_type="python"),
    ),
    making.Case(
        "files.getUploadURLExternal",
        "snippet_too_large",
        "a byte more than a megabyte",
        lambda office: _announced(office, snippet_type="text", length=1024 * 1024 + 1),
        lambda office: _announced(office, snippet_type="text", length=1024 * 1024),
    ),
    making.Case("files.completeUploadExternal", "file_not_found", "before its bytes came", _promised, _completing),
    making.Case(
        "files.completeUploadExternal",
        "file_not_found",
        "a second time",
        lambda office: {"files": [{"id": making.shared(office)}]},
        _completing,
    ),
    making.Case(
        "files.completeUploadExternal",
        "access_denied",
        "somebody else's",
        lambda office: {"files": [{"id": making.somebodys(office)}]},
        _completing,
    ),
    making.Case(
        "files.completeUploadExternal",
        "channel_not_found",
        "a private channel",
        lambda office: _completing(office, channel_id=office.channel("cx-strategic")),
        _completing,
    ),
    making.Case(
        "files.completeUploadExternal",
        "invalid_channel",
        "a name",
        lambda office: _completing(office, channel_id="#sales"),
        _completing,
    ),
    making.Case(
        "files.completeUploadExternal",
        "not_in_channel",
        "a public channel it is not in, though it may post there",
        _completing_in_public,
        _completing,
    ),
    making.Case(
        "files.completeUploadExternal",
        "invalid_blocks",
        "a section too long",
        lambda office: _completing(office, blocks=[making.section(3001)]),
        lambda office: _completing(office, blocks=[making.section(3000)]),
    ),
    making.Case(
        "files.completeUploadExternal",
        "channels_limit_exceeded",
        "101 channels",
        lambda office: _all_rooms(office, 101),
        lambda office: _all_rooms(office, 100),
    ),
    making.Case(
        "files.completeUploadExternal",
        "posting_to_channel_denied",
        "where only admins write",
        lambda office: _completing_in(office, posting="admins"),
        lambda office: _completing_in(office, posting="everyone"),
    ),
    making.Case(
        "files.completeUploadExternal",
        "posting_to_channel_denied",
        "no reply where replies only are taken",
        lambda office: _completing_in(office, posting="replies"),
        lambda office: _completing_in(office, posting="replies", reply=True),
    ),
    making.Case(
        "files.completeUploadExternal",
        "posting_to_channel_denied",
        "a reply where none are taken",
        lambda office: _completing_in(office, posting="no_replies", reply=True),
        lambda office: _completing_in(office, posting="no_replies"),
    ),
    making.Case(
        "files.completeUploadExternal",
        "is_archived",
        "an archived channel",
        lambda office: making.archived(office) and _completing(office),
        _completing,
    ),
    making.Case(
        "files.completeUploadExternal",
        "messages_tab_disabled",
        "a person, without the tab",
        functools.partial(_completing_in_dm, tab=False),
        functools.partial(_completing_in_dm, tab=True),
    ),
    *(
        making.Case(
            method, "file_not_found", "no such file", lambda office: _its_own(office) | {"file": "F0NOSUCH"}, _its_own
        )
        for method in ("files.info", "files.delete")
    ),
    *(
        making.Case(method, "file_deleted", "one that is gone", _deleted, _its_own)
        for method in ("files.info", "files.delete")
    ),
    making.Case(
        "files.delete",
        "cant_delete_file",
        "somebody else's",
        lambda office: {"file": making.somebodys(office)},
        _its_own,
    ),
]
