"""What we know: the code set, the guidance, the payer sheets, the crosswalk and the words people use."""
