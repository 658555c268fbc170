"""What a note must show for a family of codes, and the words that deny, doubt or shift what a note says."""
