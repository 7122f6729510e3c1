"""Weights, ages, doses, rates, strengths and durations in a text, with exact values."""

from bot.nlu.quantities.model import Flag, Kind, Quantity, written
from bot.nlu.quantities.reader import QuantityReader, find_quantities
from bot.nlu.quantities.units import Unit, Units

__all__ = ["Flag", "Kind", "Quantity", "QuantityReader", "Unit", "Units", "find_quantities", "written"]
