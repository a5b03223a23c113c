"""`python -m bot` is the script `entrepairs`."""

from bot.cli import main

main()
