"""The words people use for what ICD-10-CM names."""
