"""What sweeps say, told to people: sentences, tables, pictures and a folder for each analysis.

An analysis of `sim.experiment.analysis` becomes one `Findings` (what matters, where, which lever holds
up); the same record is printed, given as a document, and written as a folder below the sweep's.
"""
