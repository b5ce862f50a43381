"""Attribution: what a cause does, found by leaving it out and playing the same worlds again."""
