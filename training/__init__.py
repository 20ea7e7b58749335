"""Fine-tuning and pretraining: configuration, corpora, the loop."""

import os

# Read when torch is first imported.
_DEFAULTS = {
    # oneDNN keeps a compiled kernel for each of the last 1,024 shapes. Batches of text seldom repeat a shape, so that a run would grow to
    # 4.6 GB; with 32 it stays near 2 GB at the same speed.
    "LRU_CACHE_CAPACITY": "32",
    "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "32",
    # Threads that spin while they wait make a step twenty times as long as soon as another process takes a core.
    "OMP_WAIT_POLICY": "PASSIVE",
}
for _name, _value in _DEFAULTS.items():
    os.environ.setdefault(_name, _value)
