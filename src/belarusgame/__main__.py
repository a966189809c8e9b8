"""Run the command as ``python -m belarusgame``."""

from belarusgame.command.cli import main

if __name__ == "__main__":
    main()
