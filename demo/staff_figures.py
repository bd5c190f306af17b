"""What the personnel services of the invented year count, body by body, and what is told of some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import holidays

from demo.clerk import Clerk
from demo.world import FLAWLESS, ON_THE_EDGES, WORST, Body, World

VACATION_DAYS = 30
HOURS_A_DAY = 8


@dataclass(frozen=True)
class Personnel:
    """The figures of one body. Posts are those at the ends of the four quarters; hours are those of one servant."""

    head_posts: tuple[int, int, int, int]
    other_posts: tuple[int, int, int, int]
    head_leavers: int
    other_leavers: int
    first_year_dismissed: int
    appointed: int
    dismissed: int
    long_serving: int
    left: int
    interviewed: int
    negative: int
    competitions: int
    observed: int
    promoted: int
    promoted_own: int
    mean_staff: Decimal
    working_hours: Decimal
    day_off_hours: Decimal


def level(posts: int) -> tuple[int, int, int, int]:
    """The same number of posts at the end of every quarter."""
    return posts, posts, posts, posts


# What is told of whom, in place of what chance would say. B is the mean number of all posts.
TOLD: Mapping[str, Mapping[str, object]] = {
    # the highest points: nobody leaves the service, all b = 200 serve for long, every competition is watched
    FLAWLESS: {
        "head_posts": level(40), "other_posts": level(160), "head_leavers": 0, "other_leavers": 0,
        "first_year_dismissed": 0, "appointed": 0, "dismissed": 0, "long_serving": 200,
        "left": 4, "interviewed": 4, "negative": 0, "competitions": 12, "observed": 12, "promoted": 10, "promoted_own": 10,
    },
    # no points: t = (5/50 + 9/100)/2 = 0.095; nobody serves for long; 11 of 20 leavers name faults of the body
    WORST: {
        "head_posts": level(50), "other_posts": level(100), "head_leavers": 5, "other_leavers": 9,
        "first_year_dismissed": 150, "appointed": 60, "dismissed": 150, "long_serving": 0,
        "left": 20, "interviewed": 2, "negative": 11, "competitions": 12, "observed": 0, "promoted": 8, "promoted_own": 0,
    },
    # t = (1/50 + 4/100)/2 = 0.03; h = b = 150; f + n = b; exactly half of 8 leavers name faults
    ON_THE_EDGES: {
        "head_posts": level(50), "other_posts": level(100), "head_leavers": 1, "other_leavers": 4,
        "first_year_dismissed": 0, "appointed": 90, "dismissed": 60, "long_serving": 150,
        "left": 8, "interviewed": 8, "negative": 4, "competitions": 10, "observed": 5, "promoted": 10, "promoted_own": 5,
        "mean_staff": Decimal(150),
    },
    # t = (3/50 + 12/100)/2 = 0.09, the other edge
    "MOES": {
        "head_posts": level(50), "other_posts": level(100), "head_leavers": 3, "other_leavers": 12,
        "first_year_dismissed": 4, "appointed": 20, "dismissed": 30, "mean_staff": Decimal(140),
    },
    # t = (2/50 + 12/150)/2 = 0.06, halfway
    "MOA": {
        "head_posts": level(50), "other_posts": level(150), "head_leavers": 2, "other_leavers": 12,
        "first_year_dismissed": 3, "dismissed": 20, "mean_staff": Decimal(190),
    },
    # b = (100 + 100 + 96 + 104)/4 = 100; S 3.6, J 4.8, O below zero
    "MICOM": {
        "head_posts": (20, 20, 19, 21), "other_posts": (80, 80, 77, 83), "head_leavers": 1, "other_leavers": 3,
        "first_year_dismissed": 4, "appointed": 60, "dismissed": 50, "long_serving": 72,
    },
    # 10 left, 8 were interviewed, 6 name faults: 4 - 1 = 3
    "KARAGANDA": {"left": 10, "interviewed": 8, "negative": 6},
    # nothing happened: nobody left, no competition was held, nobody was promoted
    "NORTH_KZ": {"left": 0, "interviewed": 0, "negative": 0},
    "KYZYLORDA": {"competitions": 0, "observed": 0},
    "ZHAMBYL": {"promoted": 0, "promoted_own": 0},
}  # fmt: skip

# Hours of one servant in the year: as a share of the norm, or outright; then those on days off.
NORM_AND_DAYS_OFF: Mapping[str, tuple[str, str]] = {
    ON_THE_EDGES: ("1", "184"),  # exactly the norm, and the last hour of the smaller deduction
    "MOES": ("1.125", "0"),  # one hour a day above the norm: no points
    "MID": ("0.95", "185"),  # below the norm, but the larger deduction
    "MNE": ("1.02", "0"),
    "MFA": ("1.20", "40"),  # points cannot fall below zero
}

# The total alone is known of these; head and other posts are not split.
WITHOUT_SPLIT_POSTS = ("MCS", "AKMOLA")
# Units of law enforcement bodies: their rows are flagged and count nowhere.
LAW_ENFORCEMENT: Mapping[str, str] = {
    "ACSAC": "Национальное бюро по противодействию коррупции",
    "MOF": "Служба экономических расследований",
}


def personnel(world: World, body: Body) -> Personnel:
    """The figures of a body: what is told of it, and for the rest what chance says."""
    return replace(_by_chance(world, body), **_hours(world, body), **TOLD.get(body.code, {}))  # type: ignore[arg-type]


def normal_hours(year: int) -> int:
    """Hours that a servant owes in a year: 8 on each working day, 30 days of leave taken off (B3 para 32, A-70)."""
    calendar = holidays.country_holidays("KZ", years=[year - 1, year, year + 1])
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    working = sum(calendar.is_working_day(day) for day in days if day.year == year)
    return (working - VACATION_DAYS) * HOURS_A_DAY


def _by_chance(world: World, body: Body) -> Personnel:
    clerk = Clerk(world, "personnel", body)
    is_central = body.kind == "central"
    heads = max(5, world.sized(clerk.between(30, 90) if is_central else clerk.between(25, 70)))
    others = max(12, world.sized(clerk.between(90, 420) if is_central else clerk.between(60, 240)))
    posts = heads + others
    head_posts = heads, heads, heads + 1, heads + 1
    other_posts = others, others + clerk.between(-2, 2), others + 2, others
    dismissed = _share(clerk, posts, 4, 28)
    left = max(1, round(dismissed * (0.6 + 0.4 * clerk.chance())))
    interviewed = min(left, round(left * (0.35 + 0.7 * clerk.chance())))
    competitions = world.sized(clerk.between(4, 40))
    promoted = world.sized(clerk.between(4, 45))
    return Personnel(
        head_posts=head_posts,
        other_posts=other_posts,
        head_leavers=_share(clerk, heads, 0, 9),
        other_leavers=_share(clerk, others, 1, 12),
        first_year_dismissed=min(dismissed, _share(clerk, posts, 0, 8)),
        appointed=_share(clerk, posts, 5, 30),
        dismissed=dismissed,
        long_serving=_share(clerk, posts, 42, 88),
        left=left,
        interviewed=interviewed,
        negative=int(interviewed * 0.5 * clerk.chance()),
        competitions=competitions,
        observed=min(competitions, round(competitions * (0.3 + 0.8 * clerk.chance()))),
        promoted=promoted,
        promoted_own=min(promoted, round(promoted * (0.4 + 0.65 * clerk.chance()))),
        mean_staff=Decimal(posts - clerk.between(0, posts // 8)) + Decimal(clerk.between(0, 3)) / 4,
        working_hours=Decimal(0),
        day_off_hours=Decimal(0),
    )


def _hours(world: World, body: Body) -> dict[str, Decimal]:
    clerk = Clerk(world, "hours", body)
    by_chance = f"{0.94 + 0.14 * clerk.chance():.3f}", str(clerk.between(1, 90))
    norm, days_off = NORM_AND_DAYS_OFF.get(body.code, by_chance)
    hours = (normal_hours(world.year) * Decimal(norm)).quantize(Decimal(1), ROUND_HALF_UP)
    return {"working_hours": hours, "day_off_hours": Decimal(days_off)}


def _share(clerk: Clerk, whole: int, least_pct: int, most_pct: int) -> int:
    return round(whole * (least_pct + (most_pct - least_pct) * clerk.chance()) / 100)
