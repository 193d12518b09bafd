from evaluation.models.indicators import Indicator, Target
from evaluation.models.measurements import Measurement
from evaluation.models.questions import CommonGood, Dimension, EvaluationPlan, EvaluationQuestion

__all__ = [
    "CommonGood",
    "Dimension",
    "EvaluationPlan",
    "EvaluationQuestion",
    "Indicator",
    "Measurement",
    "Target",
]
