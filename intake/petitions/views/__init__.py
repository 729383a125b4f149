"""The residents' pages: filing, the receipt, following a case, and a lost number or password.

Addresses hold no number, name or password; nothing of these pages is cached or logged (``sunshine.paths``). What the
site must remember between two pages is in the session, encrypted (``visit``).
"""
