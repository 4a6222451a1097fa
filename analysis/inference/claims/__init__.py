"""Answers of the inference part to the claim register (B6–B10, C16, D1–D14), one topic a module; importing this package registers them all."""

import importlib
import pkgutil

for _module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")
