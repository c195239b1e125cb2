"""The first account, the list of one's missions, and whether the server is there."""

from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from scrutator.errors import ScrutatorError
from scrutator.web.accounts.first_run import check_token, use_token
from scrutator.web.server import writer


@require_safe
def health(request: Any) -> HttpResponse:
    """200 when the database answers and the writer writes; says nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    writer().run(lambda log: None, seconds=5)
    return HttpResponse("ok\n", content_type="text/plain")


@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: Any, token: str) -> HttpResponse:
    """The page on which the first account is made."""
    check_token(token)
    problem = ""
    if request.method == "POST":
        try:
            use_token(token, request.POST.get("username", ""), request.POST.get("password", ""))
            return redirect("account_login")
        except ScrutatorError as error:
            problem = f"{error.what}. {error.remedy}"
    return render(request, "first_run.html", {"problem": problem})


@require_safe
def home(request: Any) -> HttpResponse:
    """The missions of the one who asks."""
    memberships = request.user.memberships.select_related("mission").order_by("mission__name")
    return render(request, "home.html", {"memberships": memberships})
