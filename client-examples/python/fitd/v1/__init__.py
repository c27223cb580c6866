"""Messages and stubs of package fitd.v1, written here by generate.py and not kept in git."""
