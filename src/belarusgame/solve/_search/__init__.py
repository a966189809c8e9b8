"""Branch and prune over mixed strategies. (docstring to come)"""
