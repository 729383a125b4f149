"""What this room refuses to do."""


class Refused(RuntimeError):
    """It can't be made, frozen or drafted: a sentence for the person who asked."""
