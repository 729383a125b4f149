"""The process that opens a stranger's file: started for one file, without keys, with little memory and time.

Whatever a parser does there (hang, crash, eat memory, be broken into) ends with it. It reads a JSON line and
the file from standard input and answers with a JSON line and the cleaned file on standard output. It knows no
Django.
"""

from __future__ import annotations

import json
import resource
import sys

from privacy.uploads import audio, images, mp4, office, pdf, text
from privacy.uploads.kinds import MAX_MEMORY, MAX_SECONDS, Rejected
from privacy.uploads.sniff import sniff


def convert(data: bytes, extension: str, declared_type: str) -> tuple[str, bytes]:
    """The kind of a file and its cleaned content. Raises ``Rejected``, or whatever a parser raises."""
    found = sniff(data, extension, declared_type)
    match found:
        case "jpg" | "png" | "webp" | "gif":
            return images.redraw(data, found)
        case "zip":
            return office.clean_office(data)
        case "mp4":
            return mp4.clean_mp4(data)
    cleaners = {
        "pdf": pdf.clean_pdf,
        "txt": text.clean_text,
        "csv": text.clean_table,
        "mp3": audio.clean_mp3,
        "amr": audio.clean_amr,
    }
    return found, cleaners[found](data)


def restrict() -> None:
    """Bound this process: seconds, memory, no files written, no core dump."""
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the kernel counts it otherwise or not at all
        resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))


def main() -> None:
    """Clean the file on standard input.

    The one place where an exception that no parser announced is turned into an answer.
    """
    header = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    restrict()
    content = b""
    try:
        kind, content = convert(data, header["extension"], header["declared_type"])
        answer = {"kind": kind}
    except Rejected as refusal:
        answer = {"refused": refusal.code}
    except MemoryError:
        answer = {"refused": "bomb"}
    except Exception as error:
        answer = {"refused": "unreadable", "error": type(error).__name__}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
