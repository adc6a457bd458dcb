"""Reading files of other programs, without any database."""
