"""Weights, ages, doses, rates, strengths and durations in a text, with exact values."""
