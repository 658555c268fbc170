"""Measurements: what an answer costs, and how finding compares with what a user would pick instead."""
