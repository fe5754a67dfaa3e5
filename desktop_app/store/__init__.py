"""All SQL, all vectors, all cache files. May import domain, errors and paths; nothing else imports sqlite-utils or usearch."""
