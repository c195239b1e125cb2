"""The intake makes its writer known to those below who write events."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The application of the intake."""

    name = "scrutator.web.intake"

    def ready(self) -> None:
        """Make the writer known."""
        from scrutator.web.audit.writing import writes_with
        from scrutator.web.intake.running import writer

        writes_with(lambda action: writer().run(action))
