"""The command line: each command parses, asks the Assistant, and renders. No decision is made here."""
