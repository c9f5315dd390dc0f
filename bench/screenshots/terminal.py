"""A command run on a terminal of its own, and what its screen showed, as a page that a browser can draw."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from html import escape
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bench.servers.processes import SetupError, stop

_CONTROL = re.compile(r"\x1b\[(\?25[lh]|2K|1A)|(\r)|(\n)")
_PATIENCE = 120.0  # seconds in which nothing is written
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]")
"""What takes two cells. Browsers take Latin and Han characters from two fonts whose widths do not match."""
_PAGE = """<!DOCTYPE html><html lang="zh-Hans"><meta charset="utf-8"><title>{title}</title><style>
body {{ margin: 0; padding: 18px; background: #eceae4; }}
figure {{ width: fit-content; margin: 0; border-radius: 10px; overflow: hidden; background: #1d2426; }}
figcaption {{ padding: 9px 14px; background: #2b3437; color: #b9c4c7; font: 13px/18px sans-serif; }}
i {{ display: inline-block; width: 11px; height: 11px; margin-right: 7px; border-radius: 50%;
  background: #56646a; }}
pre {{ width: {columns}ch; margin: 0; padding: 14px 16px 18px; color: #dfe6e7; white-space: pre-wrap;
  word-break: break-all; font: 14px/22px "DejaVu Sans Mono", "WenQuanYi Micro Hei Mono", monospace; }}
u {{ display: inline-block; width: 1.0535em; text-align: center; text-decoration: none; font-size: 16px; }}
b {{ font-weight: normal; color: #7fcfca; }}
</style><figure><figcaption><i></i><i></i><i></i>{title}</figcaption><pre>{lines}</pre></figure></html>
"""


def run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str], columns: int, *, until: str
) -> str:
    """All that `command` wrote to a terminal `columns` wide, up to the line with `until`; then it is ended."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 60, columns, 0, 0))
    environment = {**environment, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=environment)
    os.close(theirs)
    written = b""
    try:
        while b"\n" not in written.partition(until.encode())[2]:
            if not select.select([ours], [], [], _PATIENCE)[0]:
                raise SetupError(f"{until} was not said in time:\n{written.decode('utf-8', 'replace')}")
            written += os.read(ours, 65536)
    except OSError:  # EIO: the program has ended and nobody writes to this terminal any more
        raise SetupError(f"{until} was never said:\n{written.decode('utf-8', 'replace')}") from None
    finally:
        os.close(ours)
        stop(process)
    return written.decode("utf-8", "replace")


def screen(written: str) -> list[str]:
    """What is left on the screen, colours included. Knows the few movements that a progress bar makes."""
    lines, row, position = [""], 0, 0
    for match in [*_CONTROL.finditer(written), None]:
        lines[row] += written[position : match.start() if match else len(written)]
        if match is None:
            break
        position = match.end()
        if match[1] == "2K":
            lines[row] = ""
        elif match[1] == "1A":
            row = max(0, row - 1)
        elif match[3]:
            row += 1
            lines += [""] * (row == len(lines))
    return lines


def page(title: str, typed: str, lines: Sequence[str], columns: int) -> str:
    """The screen as HTML, `columns` cells wide, below what was `typed`."""
    shown = "\n".join(_WIDE.sub(r"<u>\g<0></u>", _html(line)) for line in lines).rstrip()
    return _PAGE.format(title=escape(title), columns=columns, lines=f"<b>$ {escape(typed)}</b>\n{shown}")


def _html(line: str) -> str:
    console = Console(record=True, file=StringIO(), width=1000, force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(line), end="", soft_wrap=True)
    return console.export_html(code_format="{code}", inline_styles=True)
