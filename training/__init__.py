"""Fine-tuning and pretraining: configuration, corpora, the loop."""

import os

# oneDNN keeps a compiled kernel for each of the last 1,024 shapes. Batches of text seldom repeat a shape, so that a run would grow to
# 4.6 GB; with 32 it stays near 1.2 GB at the same speed. Read when torch is first imported.
for _name in ("LRU_CACHE_CAPACITY", "ONEDNN_PRIMITIVE_CACHE_CAPACITY"):
    os.environ.setdefault(_name, "32")
