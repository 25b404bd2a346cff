"""Contested keeps account of figures that nobody agrees on."""
