"""ICD-9-CM to ICD-10-CM and back: the general equivalence maps."""
