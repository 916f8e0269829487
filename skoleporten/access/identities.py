"""Who somebody is at an OpenID provider, and the sessions that such a log-in opened here."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models


class Identity(models.Model):
    """A person is known by issuer and subject only; an e-mail changes hands, and a provider may reuse a user name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="identities")
    issuer = models.URLField(max_length=200)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(auto_now_add=True)
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="identities_linked"
    )

    class Meta:
        ordering = ["issuer", "id"]
        verbose_name_plural = "identities"
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="one_user_an_identity")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.issuer}"


class ProviderSessionQuerySet(models.QuerySet["ProviderSession"]):
    def end(self) -> int:
        """Signs these out, in the caller's transaction and event. How many there were."""
        keys = list(self.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        ProviderSession.objects.filter(session_key__in=keys).delete()
        return len(keys)


class ProviderSession(models.Model):
    """Which of our sessions a provider's back-channel log-out ends. `sid` is the provider's name for its own."""

    session_key = models.CharField(max_length=40, unique=True)
    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="sessions")
    sid = models.CharField(max_length=255, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)

    objects = ProviderSessionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["sid"], name="access_provider_sid")]

    def __str__(self) -> str:
        return f"{self.identity_id} {self.opened_at:%Y-%m-%d}"
