"""``python -m dicycle``: the command line, where its name is not on the path."""

from dicycle.cli import main

if __name__ == "__main__":
    main(prog_name="dicycle")
