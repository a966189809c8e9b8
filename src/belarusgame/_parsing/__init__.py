"""From a TOML file to checked tables, with every mistake in one report."""
