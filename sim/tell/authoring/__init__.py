"""Authoring: what somebody who writes a scenario is told and given, number by number."""
