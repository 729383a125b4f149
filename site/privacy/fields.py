"""A model field whose column holds only ciphertext."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.exceptions import FieldError
from django.db import models

from privacy import crypto


class EncryptedTextField(models.BinaryField):
    """Text that the database can't read. In Python a ``str`` (or None); in the column an encrypted token.

    It can be asked for being null and for nothing else: what must be found has a blind index beside it.
    """

    # What the type checker is to take for the value.
    _pyi_private_set_type: str
    _pyi_private_get_type: str  # type: ignore[assignment]

    description = "Encrypted text"
    empty_values = [None, ""]

    def _check_str_default_value(self) -> list[Any]:
        return []  # a text is what this field takes; BinaryField asks for bytes

    def get_default(self) -> Any:
        return models.Field.get_default(self)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            value = crypto.encrypt(value)
        elif value is not None:
            raise TypeError(f"{self} takes text, not {type(value).__name__}")
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else crypto.decrypt(bytes(value))

    def to_python(self, value: Any) -> Any:
        return value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(
                f"{self} is encrypted: it can be asked for isnull only; find rows by a blind index"
            )
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> NoReturn:
        raise FieldError(f"{self} is encrypted: {lookup_name} can't be computed from it")

    def value_to_string(self, obj: models.Model) -> NoReturn:
        raise FieldError(f"{self} is encrypted and is not written to fixtures; back up the database itself")
