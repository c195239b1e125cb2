"""The server's password hash at a hundredth of the work, counted; apart from tests, which are read under two names."""

from typing import ClassVar

from django.contrib.auth.hashers import Argon2PasswordHasher


class Cheap(Argon2PasswordHasher):
    """argon2id at a hundredth of the work, in this thread alone; `made` has the cost of each that was made."""

    time_cost, memory_cost, parallelism = 1, 2_048, 1
    made: ClassVar[list[tuple[int, int, int]]] = []

    def encode(self, password: str, salt: str) -> str:
        self.made.append((self.time_cost, self.memory_cost, self.parallelism))
        return str(super().encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        cost = self.decode(encoded)
        self.made.append((cost["time_cost"], cost["memory_cost"], cost["parallelism"]))
        return bool(super().verify(password, encoded))
