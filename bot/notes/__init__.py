"""A pasted note, read: what it says, what it lacks, which codes it supports. Local and deterministic."""
