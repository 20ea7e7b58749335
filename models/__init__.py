"""Torch modules: word encoder, span head, link head, the joint model. Know tensors; know no corpus and no score."""
