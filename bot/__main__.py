"""`python -m bot` is the script `entrepairs`."""

import gc


def main() -> None:
    """Import the program, then run it; what was imported stays, and is never looked through for rubbish."""
    gc.disable()
    from bot import cli

    gc.freeze()
    gc.enable()
    cli.main()


if __name__ == "__main__":
    main()
