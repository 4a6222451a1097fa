"""Users served abroad and the subsidy that it takes. Pure."""

from __future__ import annotations

from analysis import checks

__all__ = ["accelerators_for_users", "users_within", "use_multiple"]


def accelerators_for_users(users, users_per_accelerator):
    """Return the accelerators that users need.

    Parameters
    ----------
    users : array_like, 1
    users_per_accelerator : array_like, 1
    """
    return checks.require_non_negative("users", users) / checks.require_positive("users_per_accelerator", users_per_accelerator)


def users_within(budget_usd, usd_per_user):
    """Return the users that a budget serves free of charge.

    Parameters
    ----------
    budget_usd : array_like, USD
    usd_per_user : array_like, USD
        For the same time as the budget.
    """
    return checks.require_non_negative("budget_usd", budget_usd) / checks.require_positive("usd_per_user", usd_per_user)


def use_multiple(budget_usd, cost_usd):
    r"""Return by how much each user's use can grow before the cost reaches a budget.

    Parameters
    ----------
    budget_usd : array_like, USD
    cost_usd : array_like, USD
        At today's use; accelerators, and so cost, grow in proportion to accelerator time a user.

    Returns
    -------
    numpy.ndarray, 1
        :math:`B/C`; below 1 where today's use costs more than the budget.
    """
    return checks.require_non_negative("budget_usd", budget_usd) / checks.require_positive("cost_usd", cost_usd)
