"""Codes for which one combination code exists, as data, and the pure function that puts them together."""
