"""`newsmill`, and `python -m pipeline`."""

import gc


def main() -> int:
    """Runs the command line; gives the exit status."""
    gc.disable()  # what is imported stays: to look for garbage among it is a tenth of the start
    from pipeline.cli import main as run

    gc.enable()
    return run()


if __name__ == "__main__":
    raise SystemExit(main())
