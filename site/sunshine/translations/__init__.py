"""Translations without gettext's own tools, which a fresh machine does not have.

``po`` reads and writes catalogues, ``extract`` finds what the code wants translated, ``catalogue`` compares
the two and compiles. The command ``sunshine translations`` is the door.
"""
