"""Nobody reads or writes what is not theirs, on whatever channel (rule 4)."""
