"""Figures from elsewhere: read, cleaned, resolved into the tables of a case, and reported row by row."""
