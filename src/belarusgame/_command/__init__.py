"""The parts of the command: options that several share, and the commands about uncertain payoffs."""
