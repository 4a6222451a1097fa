"""The two tables that carry Epoch AI's capability index hold two copies of it, a month apart: few scores moved, and by little."""

from analysis import tables


def test_two_copies_of_the_index_agree_but_for_revisions():
    ours = tables.load("governance/capability_index").set_index("model")["index_score"]
    theirs = tables.load("scaling/capability_index").query("measure == 'ECI'").set_index("model")["score"]
    both = ours.index.intersection(theirs.index)
    moved = (ours[both] - theirs[both]).abs()
    assert len(both) > 40 and (moved < 1e-9).mean() > 0.9 and moved.max() < 1.5
