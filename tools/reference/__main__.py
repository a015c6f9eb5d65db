"""Write the reference of the package into build/docs, and say where to open it.

A warning of pdoc is a fault, and so is a link that leads nowhere or a name in backquotes that is
gone; with a fault nothing counts as written.

    python -m tools.reference [FOLDER]
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

from tools.reference import check, write

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Write and check the reference; print the faults and return 1 if there are any."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "docs"
    started = time.monotonic()
    shutil.rmtree(folder, ignore_errors=True)
    modules, found = write.reference(folder)
    found += check.dead_links(folder) + check.unknown_names(modules) + check.unreadable(modules)
    if found:
        print("\n".join(found), f"{len(found)} faults in the reference", sep="\n")
        return 1
    print(f"{len(modules)} modules in {time.monotonic() - started:.1f} s; open in a browser:")
    print(f"  {(folder / 'index.html').resolve().as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
