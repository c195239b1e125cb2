"""Who the observers are: in a database of its own, every text sealed with a key outside of it."""

from django.db import models


class Person(models.Model):
    """The person behind an observer's opaque id."""

    opaque = models.CharField(max_length=32, unique=True)
    name = models.BinaryField()


class Contact(models.Model):
    """How to reach them: a telephone number or an address."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=20)
    value = models.BinaryField()


class Consent(models.Model):
    """That a person agreed to a version of what they were told, and on which day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    version = models.CharField(max_length=40)
    day = models.DateField()
