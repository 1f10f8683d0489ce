"""Training: courses and cohorts, their findings, the matrix, certificates."""
