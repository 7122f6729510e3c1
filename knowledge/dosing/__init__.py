"""Exact dose arithmetic on the content's regimens: fractions inside, decimal strings outside, rounded once at the end.

``units`` converts, ``rounding`` rounds safely, ``plausible`` asks back about a weight, ``choose`` picks the regimens
that answer for a patient, ``calculation`` works one out, ``check`` compares a dose with several. Nothing here reads
the store or knows a medicine.
"""
