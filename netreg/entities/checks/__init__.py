"""Checks: what a good register notices, and what a person has accepted of it; pure."""
