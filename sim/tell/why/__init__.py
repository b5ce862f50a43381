"""Why: one act taken apart, in words, tables and graphs."""
