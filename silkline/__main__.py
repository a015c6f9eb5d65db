"""``python -m silkline``: the command line, where its program is not on the path."""

from silkline.cli import main

main(prog_name="silkline")
