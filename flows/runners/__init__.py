"""Who extracts parts: threads of the run's process, processes of this machine, or a cluster."""
