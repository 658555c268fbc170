"""What may leave the house: deterministic edits over a claim, and checks over a drafted answer."""
