"""Run the command as ``python -m belarusgame``."""

from belarusgame.cli import main

if __name__ == "__main__":
    main()
