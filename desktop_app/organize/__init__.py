"""Order without work: groups, events, duplicates, smart albums. Imports `workers`, `store`, `imaging`, `ml`, `domain`.

Nothing here writes: what is found is handed to `library`, which keeps it.
"""
