"""What the page *Sweeps* draws: the question, its course, its answers; and the process behind it."""
