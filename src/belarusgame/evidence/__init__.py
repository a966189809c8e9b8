"""What the sources say: claims in numbered files, read with all their mistakes at once."""

from typing import TYPE_CHECKING

from belarusgame.base.on_demand import on_demand
from belarusgame.evidence.claims import (
    Claim,
    Evidence,
    EvidenceFiles,
    Source,
    check_sections,
    collect_evidence,
    load_evidence,
    section,
)
from belarusgame.evidence.firmness import FIRMNESSES, Firmness
from belarusgame.evidence.mistakes import Mistakes
from belarusgame.evidence.places import place
from belarusgame.evidence.reading import (
    Tables,
    check_keys,
    exact_number,
    near_file,
    read_tables,
    seeds_folder,
    template,
)
from belarusgame.evidence.spelling import misleading

if TYPE_CHECKING:
    from belarusgame.evidence.checking import checked
    from belarusgame.evidence.schema import Day, EvidenceFile, Table, Text, record

__all__ = [
    "FIRMNESSES",
    "Claim",
    "Day",
    "Evidence",
    "EvidenceFile",
    "EvidenceFiles",
    "Firmness",
    "Mistakes",
    "Source",
    "Table",
    "Tables",
    "Text",
    "check_keys",
    "check_sections",
    "checked",
    "collect_evidence",
    "exact_number",
    "load_evidence",
    "misleading",
    "near_file",
    "place",
    "read_tables",
    "record",
    "section",
    "seeds_folder",
    "template",
]

#: What needs pydantic is loaded when a file is read.
__getattr__ = on_demand(
    __name__,
    {
        "checked": "belarusgame.evidence.checking",
        **dict.fromkeys(("Day", "EvidenceFile", "Table", "Text", "record"), "belarusgame.evidence.schema"),
    },
)
