"""The battery: laws of the model that every scenario, kind of rule and kind of lever obeys."""
