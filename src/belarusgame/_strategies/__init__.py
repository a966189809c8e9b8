"""How Hypothesis draws games, scenarios, statements and mixtures; offered by :mod:`belarusgame.testing`."""
