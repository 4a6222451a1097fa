"""Imported before what imports jsonschema, so that each process starts a second earlier.

jsonschema knows more formats where it finds a library for them. The one for internationalised addresses, which comes
with JupyterLab, compiles forty grammars when it is imported; no schema here has such an address in it.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # as if it were not installed
