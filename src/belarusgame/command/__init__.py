"""The command line: one subcommand for each question."""
