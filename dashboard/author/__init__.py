"""Author: a scenario in the making: begun, changed in words and as text, tried, kept."""
