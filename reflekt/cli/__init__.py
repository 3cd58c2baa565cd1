"""The command line: a command loads, acts, shows."""
