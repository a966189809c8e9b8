"""What every layer uses: labels, tables, guards, compiled code."""
