"""A Merkle log anyone can check: hashing, proofs, tiles, notes, witnesses. Start at checkpoint.py."""
