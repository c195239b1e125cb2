"""The first account, and the list of one's missions."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from scrutator.errors import ScrutatorError
from scrutator.web.accounts.first_run import check_token, use_token


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
