"""The door: finds what could tell who a patient is, and masks it before anything else sees the text."""
