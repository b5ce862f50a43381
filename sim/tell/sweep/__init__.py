"""Sweep: what is asked, how far it is and what lies there; `analysis` tells what was found."""
