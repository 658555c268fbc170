"""Symptoms that belong to a diagnosis and are not coded beside it, as data, and the pure function that finds them."""
