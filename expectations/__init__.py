"""Whether to trust it: the gates that a run must pass, with Great Expectations."""
