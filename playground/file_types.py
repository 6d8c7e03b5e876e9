"""What kind of file something is, by its bytes and its name (docs.slack.dev/reference/objects/file-object, filetype).

Pictures are known by their first bytes only: a text called chart.png is no picture, and no `slack_file` block shows it.
"""

import struct
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True)
class FileType:
    """`filetype`, `pretty` (its name for people) and `mimetype` as the file object has them."""

    filetype: str
    pretty: str
    mimetype: str


@dataclass(frozen=True)
class Size:
    """Of a picture, in pixels."""

    width: int
    height: int


PNG = FileType("png", "PNG", "image/png")
JPEG = FileType("jpg", "JPEG", "image/jpeg")
GIF = FileType("gif", "GIF", "image/gif")
TEXT = FileType("text", "Plain Text", "text/plain")
CSV = FileType("csv", "CSV", "text/csv")
BINARY = FileType("binary", "Binary", "application/octet-stream")
PICTURES = frozenset({PNG, JPEG, GIF})

_BY_SUFFIX = {
    "txt": TEXT,
    "text": TEXT,
    "log": TEXT,
    "csv": CSV,
    "tsv": FileType("tsv", "TSV", "text/tab-separated-values"),
    "md": FileType("markdown", "Markdown (raw)", "text/markdown"),
    "json": FileType("javascript", "JavaScript/JSON", "application/json"),
    "html": FileType("html", "HTML", "text/html"),
    "svg": FileType("svg", "SVG", "image/svg+xml"),
    "xml": FileType("xml", "XML", "application/xml"),
    "yaml": FileType("yaml", "YAML", "application/yaml"),
    "yml": FileType("yaml", "YAML", "application/yaml"),
    "py": FileType("python", "Python", "text/x-python"),
    "sql": FileType("sql", "SQL", "application/sql"),
    "pdf": FileType("pdf", "PDF", "application/pdf"),
    "zip": FileType("zip", "Zip", "application/zip"),
    "docx": FileType(
        "docx", "Word Document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    "xlsx": FileType("xlsx", "Excel Spreadsheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": FileType(
        "pptx", "PowerPoint Presentation", "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ),
}
# What files.getUploadURLExternal takes as a snippet_type here; "auto" leaves it to the name.
SNIPPETS = {one.filetype: one for one in (TEXT, *_BY_SUFFIX.values()) if one.filetype not in {"pdf", "zip", "svg"}} | {
    "auto": TEXT
}
_JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


def recognise(name: str, content: bytes) -> FileType:
    """The type of a file with this name and these bytes; `binary` where nothing is known of it."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    return _BY_SUFFIX.get(PurePosixPath(name).suffix.removeprefix(".").casefold(), BINARY)


def picture_size(content: bytes) -> Size | None:
    """The pixels of a PNG, GIF or JPEG, from its header; None where there is none to be read."""
    try:
        if content.startswith(b"\x89PNG"):
            return Size(*struct.unpack(">II", content[16:24]))
        if content.startswith(b"GIF"):
            return Size(*struct.unpack("<HH", content[6:10]))
        if content.startswith(b"\xff\xd8\xff"):
            return _jpeg_size(content)
    except struct.error:  # the header ends too early
        pass
    return None


def _jpeg_size(content: bytes) -> Size | None:
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return Size(width, height)
        place += 2 + int(struct.unpack(">H", content[place + 2 : place + 4])[0])
    return None
