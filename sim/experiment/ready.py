"""Ready: what the process imports once that all local workers are forked from.

It has one thread and no other work, so that a fork of it copies no locked lock. Linear algebra asks for
its number of threads when it is imported, hence first of all.
"""

import gc
import os
from importlib import import_module

from .worker import ONE_THREAD

os.environ.update(ONE_THREAD)
for module in ("sim.engine.model", "sim.experiment.tables"):
    import_module(module)
gc.collect()
gc.freeze()  # what stands for good need not be looked at before each part, nor copied by looking
