"""Measurements of the library, and the made-up cases that they are taken on."""
