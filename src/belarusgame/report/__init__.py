"""What the answer says, in sentences and tables, with the claims behind every number."""

import belarusgame.report.figures as figures
from belarusgame.report.assessment import Assessment, Reading, assess
from belarusgame.report.audit import Audit, audit
from belarusgame.report.explain import explain
from belarusgame.report.explanation import Comparison, Explanation, Part, ThroughReplies
from belarusgame.report.page import Page, page
from belarusgame.report.trace import Trace, trace

__all__ = [
    "Assessment",
    "Audit",
    "Comparison",
    "Explanation",
    "Page",
    "Part",
    "Reading",
    "ThroughReplies",
    "Trace",
    "assess",
    "audit",
    "explain",
    "figures",
    "page",
    "trace",
]
