"""ICD-10-CM: its codes, their notes, and what was valid on which day."""
