"""Training: courses and cohorts, their standings, the matrix, certificates."""
