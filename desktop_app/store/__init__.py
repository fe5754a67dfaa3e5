"""All SQL, all vectors, all cache files. May import domain, errors and paths.

Nothing else imports sqlite-utils or usearch.
"""
