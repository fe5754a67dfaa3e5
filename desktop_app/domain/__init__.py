"""Plain frozen values shared by every room. Imports nothing of the project but `errors` and `paths`; does no I/O."""
