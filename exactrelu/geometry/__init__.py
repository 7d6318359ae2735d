"""Polyhedra in exact arithmetic: cones by double description, linear programming with Farkas multipliers."""
