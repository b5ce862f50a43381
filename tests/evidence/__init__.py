"""What was counted, and how it stands beside a run."""
