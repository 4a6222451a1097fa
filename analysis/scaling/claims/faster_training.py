"""B15: does nGPT train in a quarter to a twentieth of the time?"""

from analysis.claims import Answer, Conflict, claim
from analysis.quantities import Quantity
from analysis.scaling.results import faster_training as results


@claim("B15")
def b15() -> Answer:
    """Are the factors of the news factors of time, and do others find them?"""
    f = results.facts()
    q = f["fraction_1k"]
    li = f["li_fraction_1k"]
    return Answer(
        numbers={
            "time_fraction": Quantity(q.value / 100, "1", q.low / 100, q.high / 100, "modelled", driver=q.driver),
            "speedup_low": f["gain_1k"],
            "speedup_high": f["gain_8k"],
            "accuracy_kept": f["tasks_kept"],
        },
        reason="The paper's {steps_1k} to {steps_8k} count training steps, by context length; the news makes time of them. The authors' own steps take {overhead_4k:2} longer at {c4k:number} and {overhead_8k:2} at {c8k:number}, which leaves {time_4k:2} and {time_8k:2} times. "
        "The one replication that measured finds {li_steps_1k:interval} times at {c1k:number} and {li_steps_4k} at {c4k:number} in steps, {li_time_1k:2} and {li_time_4k:2} in time. Over both, training takes {fraction_1k:range2} of the time at {c1k:number}, the end that the news calls a quarter, and {fraction_8k:range2} at {c8k:number}. Scores on tasks follow the loss.",
        facts=(f,),
        figures=("SCL-57", "SCL-56", "SCL-58"),
        notebook="scaling/faster-training",
        test="tests/scaling/test_scl_faster_training.py::test_b15_time_is_not_steps",
        conflicts=(Conflict("time_fraction", Quantity(li.value / 100, "1", grade="measured"), "li2025ngpt", "JoeLi12345/nGPT@dc660f7 README.md, Results and table of wall-clock time"),),
    )
