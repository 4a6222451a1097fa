"""Answers of the scaling part to the claim register (B1–B5, B11–B21, C…), one topic a module; importing this package registers them all."""

import importlib
import pkgutil

for _module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")
