"""Where everything in the pictures goes. Shares of the width are exact fractions; heights are CSS pixels.

A picture is as wide as the page gives it room: only its horizontal places scale, its words keep their size.
"""
