

def test_scores_of_the_index_agree_with_those_of_the_pace_page():
    ours = tables.load("governance/capability_index").set_index("model")["index_score"]
    theirs = tables.load("scaling/capability_index").query("measure == 'ECI'").set_index("model")["score"]
    both = ours.index.intersection(theirs.index)
    assert len(both) > 20 and (ours[both] - theirs[both]).abs().max() < 1e-9
