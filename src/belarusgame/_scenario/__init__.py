"""The parts of a scenario: how names are resolved, effects become features, claims are left out."""
