"""Raw to clean to aggregate: one folder a domain, pure transforms chained, I/O in `run`."""
