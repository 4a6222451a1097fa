"""Data-centre power: how much AI takes, where, for whom, and what it does to the grid."""
