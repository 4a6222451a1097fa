"""What the site serves beside its pages: figure files, citations, the catalogue; and how the site is built."""
