"""What happened: the event log, its consumers, and jobs."""
