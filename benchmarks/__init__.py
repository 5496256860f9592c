"""Benchmarks: ratios between the program and an anchor that runs beside it in the same go."""
