"""De-identification: names, dates of birth, record numbers, phones and addresses are taken out of what is typed."""

from bot.privacy.redactor import Redacted, Redactor, Removal

__all__ = ["Redacted", "Redactor", "Removal"]
