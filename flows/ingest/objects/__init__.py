"""Sources on object storage: addresses, what lies there, and copies of it, one at a time."""
