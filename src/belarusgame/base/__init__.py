"""What every layer uses: labels, checked arrays, tables, threads, compiled code, writing of files."""
