"""How passwords are kept: Argon2id with the second choice of RFC 9106, 64 MiB and three passes.

Django's own default takes 100 MiB and eight lanes for each sign-in; on two cores that is no stronger
and lets a dozen people at once fill the memory.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    time_cost = 3
    memory_cost = 64 * 1024  # KiB
    parallelism = 4
