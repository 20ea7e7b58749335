"""Fine-tuning and pretraining: configuration, corpora, the loop."""
