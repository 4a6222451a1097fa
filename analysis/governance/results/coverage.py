"""Coverage of compute thresholds: counts, names, checks of the imputation, and compute against capability."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

LEADING = ("OpenAI", "Google", "DeepMind", "Anthropic", "Meta", "Facebook", "xAI", "Microsoft")
_SMALL = re.compile(r"(?<![a-z])(?:mini|nano|flash|lite|small|haiku|tiny|instant|edge|air|embed|ocr|tts)(?![a-z])", re.I)
FIRST_DAY = "2022-01-01"


def releases_from_epoch(new: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """Sort Epoch AI's notable models into the kinds that the imputation knows.

    Parameters
    ----------
    new, old : pandas.DataFrame
        The dated copies of July 2026 and February 2025, as published.

    Returns
    -------
    pandas.DataFrame
        The columns of ``data/governance/notable_releases.csv`` that follow from them by rule.
    """
    frame = new.assign(date=pd.to_datetime(new["Publication date"]), Model=new["Model"].str.strip())
    frame = frame[frame["date"] >= FIRST_DAY].sort_values(["date", "Model"], kind="stable")
    text = {c: frame[c].fillna("") for c in ("Organization", "Domain", "Task", "Organization categorization", "Model accessibility", "Country (of organization)")}
    organisation = text["Organization"].str.split(",").str[0].str.strip()
    kind = text["Organization categorization"]
    words = text["Domain"].str.contains("Language|Multimodal") | text["Task"].str.contains("Language modeling|Chat|Code generation")
    words &= ~text["Domain"].str.contains("Robotics|Biology")
    flop = frame["Training compute (FLOP)"]
    earlier = old.assign(Model=old["Model"].str.strip()).drop_duplicates("Model").set_index("Model")["Training compute (FLOP)"]
    return pd.DataFrame(
        {
            "model": frame["Model"],
            "organisation": organisation,
            "country": text["Country (of organization)"].str.split(",").str[0],
            "release_date": frame["Publication date"],
            "developer": np.where(organisation.str.startswith(LEADING), "leading", np.where(kind.str.contains("Industry") & ~kind.str.startswith("Academia"), "industry", "academic")),
            "field": np.where(words, "language", np.where(text["Domain"].str.contains("Image|Video|Audio|Speech|Vision"), "media", "science")),
            "access": np.where(text["Model accessibility"].str.contains("API|Hosted"), "service", np.where(text["Model accessibility"].str.contains("Open weights"), "open weights", "other")),
            "small": frame["Model"].str.contains(_SMALL),
            "continues": frame["Base model"].notna(),
            "parameters": frame["Parameters"],
            "training_flop": flop,
            "confidence": frame["Confidence"].str.lower().where(flop.notna()),
            "earlier_flop": frame["Model"].map(earlier).where(flop.isna()),
        }
    ).reset_index(drop=True)
