"""Typst over the data of one document: JSON comes in, the PDF goes out. The whole life of this process is one document."""

from __future__ import annotations

import sys
from pathlib import Path

import typst


def main(templates: Path) -> int:
    """Read the data from standard input, write the PDF to standard output. Returns 1 when Typst refused the template."""
    try:
        pdf = typst.compile(
            str(templates / "report.typ"),
            root=str(templates),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": sys.stdin.buffer.read().decode()},
        )
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        return 1
    if not isinstance(pdf, bytes):
        sys.stderr.write(f"it gave {type(pdf).__name__}: expected one document")
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
