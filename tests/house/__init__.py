"""Tests of the house itself: arrows, keys, scope, shapes, and every page for everybody."""
