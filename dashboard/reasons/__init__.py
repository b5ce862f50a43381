"""Reasons: the parts of the page Why: one act, causes left out, the article in one picture, the audit."""
